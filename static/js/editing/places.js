// Places: what on a page can be edited where it stands. A place of a grid is a cell (or the head of a column, or the box
// of a task); any other names its own address. Nothing else reads their ids.
const CELL = "[data-grid]:not([data-register]:not([data-ready])) :is(th, td, .item__box, .item__text)[id]";
const CHROME = ".anchor, noscript, button";

export const placeOf = (element) => element?.closest?.(`${CELL}, [data-edit]`) ?? null;

export const gridOf = (place) => place.closest("[data-grid]");

export const blockOf = (place) => place.closest("[id^=block-]:not(th)");

export const rowOf = (cell) => cell.closest("tr, .row");

// `41` of row-41 and block-41; of a row that only this browser knows, `new-1`.
export const numberOf = (thing) => thing.id.match(/^[a-z]+-((?:new-)?\d+)/)[1];

export const rowsOf = (grid) => [...(grid.rows ?? grid.children)].filter((row) => row.matches(".row:not(.is-leaving, [hidden]), thead tr:has(> [id])"));

export const cellsOf = (row) => [...row.querySelectorAll(":scope > [id], :is(.item__box, .item__text)[id]")];

export const columnOf = (cell) => cell.id.slice(cell.id.lastIndexOf("-") + 1);

// In a register rows of many tables stand below each other, each with ids of its own for its columns.
export const isRegister = (place) => Boolean(gridOf(place)?.matches("[data-register]"));

// What cells that stand below each other have in common: the id of their column, in a register its place.
export const laneOf = (cell) => (isRegister(cell) ? cell.closest("td").cellIndex : columnOf(cell));

export const headOf = (cell) => (isRegister(cell)
  ? gridOf(cell).tHead.rows[0].cells[laneOf(cell)]
  : gridOf(cell)?.querySelector(`th[data-column="${columnOf(cell)}"]`) ?? null);

// What a cell of yes and no holds: in a register each row says it for its own table.
export const flagsOf = (cell) => ({ ...headOf(cell).dataset, ...rowOf(cell).dataset });

export const isReadOnly = (place) => place.ariaReadOnly === "true";

// The cell of a row in a lane; where it has none, such as a box, its last.
export const cellAt = (row, lane) => {
  const cells = cellsOf(row);
  return cells.find((cell) => laneOf(cell) === lane) ?? cells.at(-1);
};

// `right` and `down` in cells, as they are seen; at an edge it stays there.
export const neighbour = (cell, right, down) => {
  const within = (list, index) => list[Math.min(Math.max(index, 0), list.length - 1)];
  const rows = rowsOf(gridOf(cell));
  const row = within(rows, rows.indexOf(rowOf(cell)) + down);
  const cells = cellsOf(row);
  const isMirrored = getComputedStyle(gridOf(cell)).direction === "rtl";
  return within(cells, cells.indexOf(cellAt(row, laneOf(cell))) + (isMirrored ? -right : right));
};

// The Markdown of a place.
export const textOf = (place) => {
  if (place.dataset.text !== undefined) return place.dataset.text;
  const copy = place.cloneNode(true);
  for (const chrome of copy.querySelectorAll(CHROME)) chrome.remove();
  return copy.textContent.trim();
};

export const addressOf = (place) => {
  const [, thing, number, part] = place.id.match(/^(row|block)-((?:new-)?\d+)-(\w+)$/) ?? [];
  if (thing === "block") return `/blocks/${number}/columns/${part}`;
  if (thing === "row") return `/rows/${number}/${part === "done" ? "done" : `cells/${part}`}`;
  return place.dataset.address;
};

// What a place is called: its column, or what it says of itself.
export const nameOf = (place) => {
  const head = place.matches("th") ? null : headOf(place);
  if (head) return textOf(head);
  return place.dataset.label ?? (place.matches("th") ? "Name of the column" : "Text");
};
