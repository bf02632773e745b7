// data-designs, on the table of the list: arrows lead from row to row and along a row, Space selects, Enter opens, F2,
// the pencil or a double click renames. One row at a time can be reached with Tab.
import { openEditor } from "../editing/opening.js";
import { extendPicked, pickAll, pickOne } from "./picking.js";

const TABLE = "[data-designs]";
const ROWS = `${TABLE} tr[id^=design-]`;
const TITLE = `${TABLE} .designs__title > a:first-child`;
const WAIT = 220; // as long as a second click may take
let timer;

export const listedRows = () => [...document.querySelectorAll(ROWS)];
export const titleOf = (row) => row?.querySelector(".designs__title > a, .designs__title > span");
const stopsOf = (row) => [...row.querySelectorAll(":is(.designs__title, .designs__status, .designs__priority, .designs__owner) > a:first-child")];

// Where the focus went with what was swapped, hidden or deleted, a row takes it: this one, else the one that Tab reaches.
export const takeFocus = (row) => {
  const at = document.activeElement;
  if (at !== document.body && at.checkVisibility()) return;
  const title = row?.isConnected ? titleOf(row) : document.querySelector(`${TITLE}[tabindex="0"]`);
  title?.focus({ preventScroll: true });
};

const goTo = (row, at) => {
  const stops = row ? stopsOf(row) : [];
  (stops[at] ?? stops[0])?.focus();
};

const rename = (link) => {
  if (!link.dataset.address) return; // nobody here may
  link.dataset.edit = "line";
  openEditor(link, { select: true });
  delete link.dataset.edit; // else a click on it would be no link any more
};

const act = ({ key, shiftKey }, row, target) => {
  const rows = listedRows();
  const at = rows.indexOf(row);
  const stop = stopsOf(row).indexOf(target);
  const other = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[key];
  if (other) {
    if (shiftKey) extendPicked(rows, at, rows.indexOf(other));
    goTo(other, stop);
  } else if (key === "ArrowRight") goTo(row, Math.min(Math.max(stop, 0) + 1, 3));
  else if (key === "ArrowLeft") goTo(row, Math.max(stop - 1, 0));
  else if (key === " ") pickOne(row);
  else if (key === "F2") rename(titleOf(row));
  else if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  return true;
};

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(ROWS);
  const { ctrlKey, metaKey, altKey, target, key } = event;
  if (key === "Escape" && event.target.closest?.(`${TABLE}, [data-many]`) && pickAll(false)) return event.preventDefault();
  if (!row || altKey || target.matches("input:not([type=checkbox]), select")) return undefined;
  const isAll = (ctrlKey || metaKey) && key === "a";
  if (isAll ? !pickAll(true) : ctrlKey || metaKey || !act(event, row, target)) return undefined;
  event.stopPropagation();
  return event.preventDefault();
}, true);

const isOnWords = ({ clientX, clientY }, link) => {
  const { left, right, top, bottom } = link.querySelector("bdi").getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
};

// Only on the words of a title a second click is waited for: elsewhere in the row, by touch and by key it opens at once.
document.addEventListener("click", (event) => {
  const pencil = event.target.closest?.("[data-rename]");
  const link = pencil ? titleOf(pencil.closest("tr")) : event.target.closest?.(TITLE);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!pencil && (!event.detail || event.pointerType === "touch" || !isOnWords(event, link))) return;
  event.preventDefault();
  event.stopPropagation();
  clearTimeout(timer);
  if (pencil || event.detail > 1) rename(link);
  else timer = setTimeout(() => link.click(), WAIT);
}, true);

// The row that has the focus is the one that Tab reaches.
const stopAt = (row) => {
  for (const each of document.querySelectorAll(`${ROWS} :is(a, input)`)) each.tabIndex = -1;
  for (const stop of row ? stopsOf(row) : []) stop.tabIndex = 0;
};

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest?.(ROWS);
  if (row) stopAt(row);
});

const begin = () => stopAt(document.activeElement?.closest?.(ROWS) ?? listedRows()[0]);
document.addEventListener("htmx:after:swap", begin);
begin();
