// What the menus and the buttons below a table add: rows above, columns, blocks, sections. The server draws them.
import { save } from "../saving/queue.js";
import { focusPlace } from "./focus.js";
import { fieldOf, openEditor } from "./opening.js";
import { addRow } from "./rows.js";
import { blockOf, columnOf, gridOf, numberOf, rowOf } from "./places.js";

// Markdown has no empty paragraph: this one is counted as undecided until somebody writes it.
const FIRST_WORDS = { prose: "[Text]", code: "\n", table: "", checklist: "", bullets: "", steps: "", divider: "" };

const ADDED = "[id^=block-], section, th[id]";

const post = (address, values, place, describe) => {
  openAdded(place.id);
  save({ method: "POST", address, values, place: place.id, describe });
};

// What was added is opened once it is there, to be typed over, unless the person has gone on to something else.
const openAdded = (id) => {
  const piecesIn = () => [...document.getElementById(id)?.querySelectorAll(ADDED) ?? []];
  const known = new Set(piecesIn().map((piece) => piece.id));
  const asked = document.activeElement.id;
  const look = ({ detail }) => {
    const added = detail.place === id && piecesIn().find((piece) => !known.has(piece.id));
    if (!added) return;
    document.removeEventListener("designbook:saved", look);
    if (![asked, ""].includes(document.activeElement.id) || document.activeElement.form) return;
    const seat = added.matches("[data-edit], th") ? added : added.querySelector("th[id], .item__text[id], [data-edit]:not([hidden])");
    if (!seat) return;
    focusPlace(seat);
    const field = fieldOf(openEditor(seat, { select: true }));
    const fence = field.value.match(/^`{3,}\n/)?.[0].length;
    if (fence) field.setSelectionRange(fence, fence); // code is written between its fences
  };
  document.addEventListener("designbook:saved", look);
};

const columnsOf = (head) => [...gridOf(head).querySelectorAll("th[data-column]")];

const columnAfter = (head, step) => columnsOf(head)[columnsOf(head).indexOf(head) + step]?.dataset.column ?? "";

const addColumn = (block, name, after) => post(`/blocks/${numberOf(block)}/columns`, { name, after }, block, "A column added");

const moveColumn = (head, after) => save({
  address: `/blocks/${numberOf(blockOf(head))}/columns/${columnOf(head)}/position`,
  values: { after }, place: blockOf(head).id, describe: "A column moved",
});

const previous = (row) => {
  const before = row.previousElementSibling;
  return before?.matches(".row") ? before : null;
};

export const adding = {
  "add-above": (cell) => addRow(gridOf(cell), previous(rowOf(cell))),
  "add-left": (head) => addColumn(blockOf(head), "Column", columnAfter(head, -1)),
  "add-right": (head) => addColumn(blockOf(head), "Column", head.dataset.column),
  "column-left": (head) => { if (head !== columnsOf(head)[0]) moveColumn(head, columnAfter(head, -2)); },
  "column-right": (head) => { if (columnAfter(head, 1)) moveColumn(head, columnAfter(head, 1)); },
  "delete-column": (head) => save({
    method: "DELETE", address: `/blocks/${numberOf(blockOf(head))}/columns/${columnOf(head)}`,
    values: {}, place: blockOf(head).id, describe: "A column deleted",
  }),
  "add-block": (place, { dataset: { kind } }) => {
    const section = place.closest("section[id]");
    const block = blockOf(place);
    const values = { after: block ? numberOf(block) : "", kind, text: FIRST_WORDS[kind] };
    post(`/sections/${numberOf(section)}/blocks`, values, section, "A block added");
  },
  "add-section": (place) => {
    const section = place.closest("section[id]");
    const article = section.closest("[data-document]");
    const level = section.className.match(/section--([1-6])/)?.[1] ?? "2";
    post(`/documents/${article.dataset.document}/sections`, { after: numberOf(section), level, text: "New section" }, article, "A section added");
  },
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-add-column]");
  const block = button && blockOf(button);
  if (block) addColumn(block, button.dataset.addColumn, [...block.querySelectorAll("th[data-column]")].at(-1)?.dataset.column ?? "");
});
