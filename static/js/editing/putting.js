// A new text stands in its place at once, as plain text; the server draws it when it is saved.
import { isUnmade } from "../saving/newborn.js";
import { save } from "../saving/queue.js";
import { addressOf, blockOf, columnOf, flagsOf, isReadOnly, nameOf, numberOf, rowOf, textOf } from "./places.js";
import { keepWidths } from "./widths.js";

export const put = (place, text, base = textOf(place)) => {
  if (text === base || isReadOnly(place)) return;
  paint(place, text);
  const row = rowOf(place);
  if (row?.matches("[data-unsaved]") || (row && isUnmade(row, columnOf(place)))) return putRow(row, place, text);
  save({ address: addressOf(place), values: { text, base }, place: place.id, describe: nameOf(place) });
};

const putRow = (row, place, text) => {
  delete row.dataset.unsaved;
  const after = row.dataset.after;
  save({
    method: "POST",
    address: `/blocks/${numberOf(blockOf(row))}/rows`,
    values: { after, [columnOf(place)]: text },
    place: row.id,
    describe: "A new row",
  });
};

export const paint = (place, text) => {
  keepWidths(place);
  const link = place.querySelector(".anchor");
  place.dataset.text = text;
  place.replaceChildren(...(link ? [link] : []), text);
};

export const flip = (cell) => {
  const { yes, no } = flagsOf(cell);
  put(cell, textOf(cell) === yes ? no : yes);
};

// An item without a box gets one when it is saved.
export const tick = (row) => {
  const box = row.querySelector(".item__box [role=checkbox]");
  const base = box ? (box.ariaChecked === "true" ? "yes" : "no") : "";
  const done = base === "yes" ? "no" : "yes";
  if (box) {
    box.ariaChecked = String(done === "yes");
    box.classList.toggle("box--done", done === "yes");
  }
  save({ address: `/rows/${numberOf(row)}/done`, values: { done, base }, place: box?.parentElement.id ?? row.id, describe: "A tick" });
};
