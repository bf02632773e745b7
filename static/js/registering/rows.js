// A register: rows of many designs in one table. What is undone is the last that was done here, whichever design it was
// in; a row that an answer draws as its design does is asked for as the register draws it.
import { announce } from "../editing/announcing.js";
import { actionOf } from "../editing/bindings.js";
import { focusPlace } from "../editing/focus.js";
import { openEditor } from "../editing/opening.js";
import { isReadOnly, isRegister, placeOf } from "../editing/places.js";
import { save } from "../saving/queue.js";
import { isTakenBack } from "../saving/saved.js";
import { ask } from "../saving/sending.js";

const ROW = "[data-register] tr[data-of]";
const done = []; // the designs and rows that were edited here, in order
let undone = [];
const own = new WeakSet();

const rowAt = (id) => document.getElementById(id)?.closest(ROW);

const rowsWhere = (fits) => [...document.querySelectorAll(ROW)].filter(fits);

// The rows as they are stored now; where they stand nothing moves.
const refresh = async (rows) => {
  const known = rows.filter(({ id }) => id.startsWith("row-"));
  const table = document.querySelector("[data-register]");
  if (!table || !known.length) return;
  const query = new URLSearchParams(known.map(({ id }) => ["row", id.slice("row-".length)]));
  for (const head of table.querySelectorAll("th[data-column]")) query.append("role", head.dataset.column);
  const { status, text } = await ask(`${table.dataset.register}?${query}`);
  if (status !== 200) return;
  const within = document.createRange();
  within.selectNodeContents(table.tBodies[0]); // as a part of a table, else there would be no rows
  for (const row of within.createContextualFragment(text).querySelectorAll("tr")) {
    const target = document.getElementById(row.id);
    const ctx = { text: row.outerHTML, target, swap: "outerHTML", sourceElement: document.body };
    own.add(ctx);
    if (target) await htmx.swap(ctx);
  }
};

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (own.has(ctx)) return;
  const isDrawnElsewhere = ({ target, swapSpec }) => target?.matches?.(ROW) && swapSpec.style !== "delete";
  for (const task of tasks.filter(isDrawnElsewhere)) tasks.splice(tasks.indexOf(task), 1);
});

document.addEventListener("designbook:saved", ({ detail: { place, address, batch } }) => {
  const row = rowAt(place);
  const key = row?.dataset.of ?? address.match(/^\/designs\/([^/]+)\//)?.[1];
  if (isTakenBack(address)) return refresh(rowsWhere(({ dataset }) => dataset.of === key));
  if (!row || !batch) return undefined;
  done.push({ key, place: row.id });
  undone = [];
  return undefined;
});

document.addEventListener("designbook:again", ({ detail: { noun, words } }) => {
  const [from, to] = noun === "undo" ? [done, undone] : [undone, done];
  const last = from.pop();
  if (!last) return announce(`Nothing to ${noun} here`);
  to.push(last);
  return save({ method: "POST", address: `/designs/${last.key}/${noun}`, values: {}, place: last.place, describe: words });
});

// Of what can be done with the rows of a grid, a register leaves what changes a design’s shape to its page; what is not
// the document’s own text is not opened, but what it offers is done.
const ELSEWHERE = ["row-up", "row-down", "indent", "outdent", "add-row", "delete-row", "select"];

const cellOf = ({ target }) => {
  const place = placeOf(target);
  return place && isRegister(place) ? place : null;
};

const take = (event, deed) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  deed();
};

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event);
  const action = cell === event.target && actionOf(event, "closed");
  if (ELSEWHERE.includes(action)) take(event, () => announce("Rows are added, moved and deleted in their design"));
  if (action === "open" && isReadOnly(cell)) take(event, () => cell.querySelector("a:not(.anchor), button")?.click());
}, true);

document.addEventListener("click", (event) => {
  const cell = event.shiftKey && cellOf(event);
  if (cell) take(event, () => focusPlace(cell));
}, true);

// A column that a table lacks: once it is there, its cell is opened.
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-lacks]");
  const row = button?.closest(ROW);
  if (!row) return;
  const { block, last: after } = row.dataset;
  const [{ id }, lane] = [row, button.closest("td").cellIndex];
  const address = `/blocks/${block}/columns`;
  const look = async ({ detail }) => {
    if (detail.address !== address) return;
    document.removeEventListener("designbook:saved", look);
    await refresh(rowsWhere(({ dataset }) => dataset.block === block));
    const cell = placeOf(document.getElementById(id)?.cells[lane]);
    if (!cell) return;
    focusPlace(cell);
    openEditor(cell);
  };
  document.addEventListener("designbook:saved", look);
  save({ method: "POST", address, values: { name: button.dataset.lacks, after }, place: id, describe: "A column added" });
});

// Another page has designs of its own.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) done.length = undone.length = 0;
});
