// Copy, cut and paste of cells: as lines and tabs for a spreadsheet, and as a table in Markdown. Pasting asks the server,
// which reads whatever a clipboard may hold and adds the rows that it needs.
import { save } from "../saving/queue.js";
import { announce } from "./announcing.js";
import { clearCells } from "./ranges.js";
import { blockOf, columnOf, gridOf, headOf, isRegister, numberOf, placeOf, rowOf, textOf } from "./places.js";
import { put } from "./putting.js";
import { rangeOf } from "./selection.js";
import { keepWidths } from "./widths.js";

// The closed cell that has the focus, unless some text of the page is selected.
const cellNow = () => {
  const cell = placeOf(document.activeElement);
  const isCell = cell === document.activeElement && gridOf(cell) && !cell.matches("th, .item__box");
  return isCell && getSelection().isCollapsed ? cell : null;
};

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const inMarkdown = (cells) => {
  if (!headOf(cells[0][0])) return cells.map(([cell]) => `- ${textOf(cell)}`).join("\n");
  const line = (texts) => `| ${texts.map((text) => text.replaceAll("|", "\\|").replaceAll("\n", "<br>")).join(" | ")} |`;
  const heads = cells[0].map((cell) => textOf(headOf(cell)));
  return [line(heads), line(heads.map(() => "---")), ...cells.map((row) => line(row.map(textOf)))].join("\n");
};

const copy = (event) => {
  const cell = cellNow();
  if (!cell) return null;
  const { cells } = rangeOf(cell);
  const isOneLine = cells.flat().length === 1 && !textOf(cells[0][0]).includes("\n");
  const rows = cells.map((row) => row.map((each) => (isOneLine ? textOf(each) : quoted(textOf(each)))).join("\t"));
  event.clipboardData.setData("text/plain", rows.join("\n"));
  event.clipboardData.setData("text/markdown", inMarkdown(cells));
  event.preventDefault();
  return cell;
};

document.addEventListener("copy", (event) => { if (copy(event)) announce("Copied"); });

document.addEventListener("cut", (event) => {
  const cell = copy(event);
  if (cell) clearCells(cell);
});

// One text goes into every cell of a range.
const over = (cells, pasted) => {
  const one = pasted.replace(/\n$/, "");
  if (cells.flat().length === 1 || /[\t\n]/.test(one)) return pasted;
  const quotes = `"${one.replaceAll('"', '""')}"`;
  return cells.map((row) => row.map(() => quotes).join("\t")).join("\n");
};

document.addEventListener("paste", (event) => {
  const cell = cellNow();
  if (!cell) return;
  event.preventDefault();
  const pasted = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  if (!pasted) return;
  if (rowOf(cell).matches("[data-unsaved]") || isRegister(cell)) return put(cell, pasted);
  const { cells } = rangeOf(cell);
  const [[first]] = cells; // where a range begins, whichever way it was selected
  keepWidths(cell);
  save({
    method: "POST",
    address: `/blocks/${numberOf(blockOf(cell))}/cells`,
    values: { row: numberOf(rowOf(first)), column: columnOf(first), pasted: over(cells, pasted) },
    place: cell.id,
    describe: "Pasted cells",
  });
});
