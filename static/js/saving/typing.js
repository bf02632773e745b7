// What stands in an open editor is kept while it is typed: no closed tab, no Back and no crash takes it.
import { addressOf, blockOf, nameOf, rowOf } from "../editing/places.js";
import { forget, keep } from "./keeping.js";
import { person } from "./person.js";
import { tab } from "./tabs.js";

const REST = 150;
const pending = new Map();
let timer;

// Where a record belongs: the design, and its document or another page.
export const where = () => {
  const { design = "", document: number } = document.querySelector("[data-document]")?.dataset ?? {};
  return { person: person(), design, page: number ?? location.pathname };
};

export const forgetTyped = (place) => {
  pending.delete(place);
  forget({ ...where(), place, key: `typed-${tab}` });
};

// The editor that is open over a place.
export const editorAt = (id) => document.querySelector(`form[data-place="${CSS.escape(id)}"]`);

const placed = (form) => {
  const place = document.getElementById(form.dataset.place);
  return place && { id: place.id, address: addressOf(place), describe: nameOf(place), row: newRow(place) };
};

// Of a row that is not saved yet: where it is to stand.
const newRow = (place) => {
  const row = /^row-new-/.test(place.id) && rowOf(place);
  return row && { block: blockOf(row).id, after: row.dataset.after ?? "" };
};

export const keepNow = () => {
  clearTimeout(timer);
  for (const { id, ...typed } of pending.values()) {
    keep({ ...where(), ...typed, place: id, key: `typed-${tab}`, tab, at: Date.now(), method: "PUT" });
  }
  pending.clear();
};

document.addEventListener("input", ({ target }) => {
  const form = target.name === "text" && target.form?.matches("[data-place]") && target.form;
  const place = form && placed(form);
  if (!place) return;
  const values = { text: target.form.elements.text.value, base: form.elements.base.value };
  if (values.text === values.base) return forgetTyped(place.id);
  if (!pending.size) timer = setTimeout(keepNow, REST);
  pending.set(place.id, { ...place, values });
});

for (const leaving of ["pagehide", "visibilitychange", "htmx:before:swap"]) {
  (leaving === "pagehide" ? window : document).addEventListener(leaving, keepNow);
}
