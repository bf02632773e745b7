// A range: the cells between the one where Shift was first held and the one that has the focus. Without one, that cell.
import { announce } from "./announcing.js";
import { focusPlace } from "./focus.js";
import { cellAt, cellsOf, gridOf, laneOf, placeOf, rowOf, rowsOf } from "./places.js";

let start = null; // ids of the first and the last cell
let end = null;

export const rangeOf = (cell) => {
  const corner = start && end === cell.id && document.getElementById(start);
  const from = corner && gridOf(corner) === gridOf(cell) ? corner : cell;
  const rows = between(rowsOf(gridOf(cell)).filter((row) => !row.querySelector("th")), rowOf(from), rowOf(cell));
  const names = cellsOf(rowOf(cell)).map(laneOf);
  const columns = between(names, laneOf(from), laneOf(cell)).filter((name) => name !== "done");
  return { rows, columns, cells: rows.map((row) => columns.map((column) => cellAt(row, column))) };
};

export const isRange = (cell) => start !== null && end === cell.id && start !== end;

export const extendTo = (cell, from = placeOf(document.activeElement)) => {
  if (!start || end !== from?.id || gridOf(document.getElementById(start)) !== gridOf(cell)) start = from?.id ?? cell.id;
  end = cell.id;
  mark(cell);
  focusPlace(cell);
  const { rows, columns } = rangeOf(cell);
  announce(`${count(rows.length, "row")}, ${count(columns.length, "column")} selected`);
};

export const collapse = () => {
  start = end = null;
  for (const cell of document.querySelectorAll("[data-grid] [aria-selected]")) cell.removeAttribute("aria-selected");
};

const mark = (cell) => {
  for (const other of gridOf(cell).querySelectorAll("[aria-selected]")) other.removeAttribute("aria-selected");
  for (const each of rangeOf(cell).cells.flat()) each.setAttribute("aria-selected", "true");
};

const between = (list, one, other) => {
  const [first, last] = [list.indexOf(one), list.indexOf(other)].sort((a, b) => a - b);
  return list.slice(Math.max(first, 0), last + 1);
};

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

// What takes the place of a selected cell is selected; where the focus goes elsewhere, nothing is.
document.addEventListener("htmx:after:swap", () => {
  const cell = end && document.getElementById(end);
  if (cell && start && document.getElementById(start)) mark(cell);
});
document.addEventListener("focusin", ({ target }) => { if (end && target.id !== end) collapse(); });
