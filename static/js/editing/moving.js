// Where the keys lead in a grid.
import { focusPlace } from "./focus.js";
import { cellsOf, gridOf, neighbour, rowOf, rowsOf } from "./places.js";

const STEPS = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

const ends = {
  first: (cell) => cellsOf(rowOf(cell)).at(0),
  last: (cell) => cellsOf(rowOf(cell)).at(-1),
  top: (cell) => cellsOf(rowsOf(gridOf(cell)).find((row) => !row.querySelector("th")) ?? rowOf(cell)).at(0),
  bottom: (cell) => cellsOf(rowsOf(gridOf(cell)).at(-1)).at(-1),
  "page-up": (cell) => neighbour(cell, 0, -rowsInSight(cell)),
  "page-down": (cell) => neighbour(cell, 0, rowsInSight(cell)),
};

export const reached = (cell, action) => (action in STEPS ? neighbour(cell, ...STEPS[action]) : ends[action]?.(cell));

export const go = (cell, action) => {
  const goal = reached(cell, action);
  if (goal) focusPlace(goal);
};

const rowsInSight = (cell) => Math.max(1, Math.floor(innerHeight / rowOf(cell).offsetHeight) - 3);
