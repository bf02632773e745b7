// What the keys do on a closed cell.
import { openMenu } from "./menus.js";
import { go, reached } from "./moving.js";
import { openEditor } from "./opening.js";
import { gridOf, headOf, rowOf } from "./places.js";
import { flip, tick } from "./putting.js";
import { clearCells, fillCells } from "./ranges.js";
import { addRow, deleteRows, moveRow, nestRow } from "./rows.js";
import { collapse, extendTo, isRange } from "./selection.js";

const ofRow = (deed) => (cell, event) => (cell.matches("th") ? "browser" : deed(cell, event));
const walk = (cell, event, action) => go(cell, action);
const leave = () => "browser";

export const cellKeys = {
  up: walk,
  down: walk,
  left: walk,
  right: walk,
  first: walk,
  last: walk,
  top: walk,
  bottom: walk,
  "page-up": walk,
  "page-down": walk,
  leave,
  copy: leave,
  cut: leave,
  paste: leave,
  open: (cell) => { if (cell.matches(".item__box")) tick(rowOf(cell)); else openEditor(cell); },
  tick: (cell) => {
    if (!cell.matches("th") && headOf(cell)?.dataset.editor === "flag") flip(cell);
    else if (rowOf(cell).matches("li, :has(.item__box)")) tick(rowOf(cell));
    else openEditor(cell);
  },
  "row-up": ofRow((cell) => moveRow(cell, false)),
  "row-down": ofRow((cell) => moveRow(cell, true)),
  indent: ofRow((cell) => nestRow(cell, "in")),
  outdent: ofRow((cell) => nestRow(cell, "out")),
  "add-row": (cell) => addRow(gridOf(cell), cell.matches("th") ? null : rowOf(cell)),
  "delete-row": ofRow(deleteRows),
  select: ofRow((cell, { key }) => extendTo(reached(cell, key.slice("Arrow".length).toLowerCase()), cell)),
  collapse: (cell) => { if (isRange(cell)) collapse(); },
  fill: ofRow(fillCells),
  clear: ofRow((cell) => { if (!cell.matches(".item__box")) clearCells(cell); }),
  menu: (cell) => openMenu(cell),
};
