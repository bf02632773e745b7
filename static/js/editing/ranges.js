// Several cells at once: emptied, or filled from above, as one action that can be undone as one.
import { save } from "../saving/queue.js";
import { announce } from "./announcing.js";
import { blockOf, neighbour, numberOf, textOf } from "./places.js";
import { paint, put } from "./putting.js";
import { isRange, rangeOf } from "./selection.js";
import { keepWidths } from "./widths.js";

export const clearCells = (cell) => {
  if (!isRange(cell)) return put(cell, "");
  for (const each of rangeOf(cell).cells.flat()) paint(each, "");
  send(cell, "clearing", "Cells emptied");
};

export const fillCells = (cell) => {
  const above = neighbour(cell, 0, -1);
  if (isRange(cell)) send(cell, "filling", "Cells filled");
  else if (above !== cell && !above.matches("th")) put(cell, textOf(above));
};

const send = (cell, noun, words) => {
  const { rows, columns } = rangeOf(cell);
  keepWidths(cell);
  save({
    method: "POST",
    address: `/blocks/${numberOf(blockOf(cell))}/${noun}`,
    values: { rows: rows.map(numberOf), columns },
    place: cell.id,
    describe: words,
  });
  announce(words);
};
