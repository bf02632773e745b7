// Rows: added, moved, nested and deleted at once where that needs no drawing, else marked until the server has done it.
import { twinOf } from "../dragging/slots.js";
import { save } from "../saving/queue.js";
import { announce } from "./announcing.js";
import { focusPlace } from "./focus.js";
import { openEditor } from "./opening.js";
import { blockOf, cellAt, cellsOf, gridOf, isRegister, laneOf, numberOf, placeOf, rowOf, rowsOf } from "./places.js";
import { rangeOf } from "./selection.js";
import { keepWidths } from "./widths.js";

let news = 0;

// A row that nobody knows but this page, until it holds a text; left empty it goes away again.
export const addRow = (grid, after = null) => {
  if (isRegister(grid)) return;
  keepWidths(grid);
  const body = grid.tBodies?.[0] ?? grid;
  const template = blockOf(grid).querySelector("template[data-new-row]");
  const row = template.content.firstElementChild.cloneNode(true);
  const name = `row-new-${(news += 1)}`;
  for (const each of [row, ...row.querySelectorAll("[id]")]) each.id = each.id.replace(/^row-[a-z]*-?\d*/, name);
  row.dataset.unsaved = "";
  row.dataset.after = after ? numberOf(after) : "";
  if (after?.ariaLevel) nest(row, after);
  const before = after ? endOf(after).nextElementSibling : body.firstElementChild;
  body.insertBefore(row, before);
  const cells = cellsOf(row);
  openEditor(cells.find((cell) => !cell.matches(".item__box")) ?? cells[0]);
  announce("New row");
};

// At the edge of its table or list, into the next one that is like it.
export const moveRow = (cell, down) => {
  const row = rowOf(cell);
  const near = siblingOf(row, down ? 1 : -1);
  const twin = near || parentOf(row) ? null : twinOf(blockOf(row), down);
  if (row.querySelector("th") || !(near ?? twin)) return;
  const all = twin ? rowsOf(twin.querySelector("[data-grid]") ?? twin).filter((each) => !each.querySelector("th")) : [];
  const body = all[0]?.parentNode ?? twin?.querySelector("tbody") ?? row.parentNode;
  const next = twin ? (down ? all[0] : all.at(-1)?.nextElementSibling) : down ? endOf(near).nextElementSibling : near;
  for (const piece of subtreeOf(row)) body.insertBefore(piece, next ?? null);
  const last = siblingOf(row, -1) ?? parentOf(row);
  save({
    address: `/rows/${numberOf(row)}/position`,
    values: { block: numberOf(blockOf(row)), after: last ? numberOf(last) : "" },
    place: row.id,
    describe: "A row moved",
  });
  focusPlace(cell);
  const into = twin ? ` into another ${row.matches("li") ? "list" : "table"}` : "";
  announce(`Moved ${down ? "down" : "up"}${into}, row ${siblingsOf(row).indexOf(row) + 1} of ${siblingsOf(row).length}`);
};

export const nestRow = (cell, by) => {
  const row = rowOf(cell);
  if (!row.ariaLevel || (by === "in" ? !siblingOf(row, -1) : row.ariaLevel === "1")) return;
  save({ address: `/rows/${numberOf(row)}/depth`, values: { by }, place: row.id, describe: "A row nested" });
  announce(by === "in" ? "Indented" : "Taken out");
};

// Focus goes on to the row that takes its place, or else to the one before.
export const deleteRows = (cell) => {
  const nested = new Set(rangeOf(cell).rows.flatMap((row) => subtreeOf(row).slice(1)));
  const outermost = rangeOf(cell).rows.filter((row) => !nested.has(row)); // what is nested goes along
  const rows = outermost.flatMap(subtreeOf);
  const all = rowsOf(gridOf(cell));
  const at = all.indexOf(rows[0]);
  const next = all.find((row, index) => index > at && !rows.includes(row)) ?? all.slice(0, at).at(-1);
  for (const row of outermost) {
    if (row.matches("[data-unsaved]")) row.remove();
    else save({ method: "DELETE", address: `/rows/${numberOf(row)}`, values: {}, place: row.id, describe: "A row deleted" });
  }
  for (const row of rows) row.classList.add("is-leaving");
  if (next) focusPlace(cellAt(next, laneOf(cell)));
  announce(rows.length === 1 ? "Row deleted" : `${rows.length} rows deleted`);
};

const levelOf = (row) => Number(row.ariaLevel ?? 1);

const subtreeOf = (row) => {
  const all = rowsOf(gridOf(row));
  const rest = all.slice(all.indexOf(row) + 1);
  const end = rest.findIndex((each) => levelOf(each) <= levelOf(row));
  return [row, ...(row.ariaLevel ? rest.slice(0, end === -1 ? rest.length : end) : [])];
};

const endOf = (row) => subtreeOf(row).at(-1);

const parentOf = (row) => {
  const all = rowsOf(gridOf(row));
  return all.slice(0, all.indexOf(row)).findLast((each) => levelOf(each) < levelOf(row)) ?? null;
};

const siblingsOf = (row) => {
  const all = rowsOf(gridOf(row)).filter((each) => !each.querySelector("th"));
  if (!row.ariaLevel) return all;
  return all.filter((each) => levelOf(each) === levelOf(row) && parentOf(each) === parentOf(row));
};

const siblingOf = (row, step) => {
  const siblings = siblingsOf(row);
  return siblings[siblings.indexOf(row) + step] ?? null;
};

const nest = (row, like) => {
  row.ariaLevel = like.ariaLevel;
  for (const name of [...row.classList]) if (name.startsWith("depth-")) row.classList.remove(name);
  for (const name of like.classList) if (name.startsWith("depth-")) row.classList.add(name);
};

document.addEventListener("focusin", ({ target }) => {
  const kept = placeOf(target) ? rowOf(target) : document.getElementById(target.form?.dataset.place)?.closest("tr, .row");
  for (const row of document.querySelectorAll("[data-unsaved]")) if (row !== kept) row.remove();
});

document.addEventListener("click", ({ target }) => {
  const grid = target.closest?.("[data-add-row]")?.closest("[id^=block-]");
  if (grid) addRow(grid.querySelector("[data-grid]") ?? grid, rowsOf(grid.querySelector("[data-grid]") ?? grid).at(-1));
});
