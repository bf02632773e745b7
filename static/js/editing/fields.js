// What the keys do in an open editor. Whatever is not here is the field's own.
import { focusPlace } from "./focus.js";
import { closeEditor, commit, fieldOf, openEditor } from "./opening.js";
import { cellsOf, gridOf, isReadOnly, neighbour, rowOf } from "./places.js";
import { addRow } from "./rows.js";

export const fieldKeys = {
  "save-down": (form) => {
    const place = commit(form, { focus: true });
    if (place && gridOf(place)) focusPlace(neighbour(place, 0, 1));
  },
  "save-right": (form) => goOn(form, 1),
  "save-left": (form) => goOn(form, -1),
  "save-on": (form) => { commit(form, { focus: true }); return "browser"; },
  save: (form) => commit(form, { focus: true }),
  restore: (form) => closeEditor(form, { focus: true }),
  break: (form, { altKey }) => {
    const field = fieldOf(form);
    if (!field.matches?.("textarea")) return undefined;
    if (!altKey) return "browser";
    return document.execCommand("insertText", false, "\n"); // unlike setRangeText, the field can undo it
  },
};

// From cell to cell, each opened, so that a row is filled without another key; outside of grids, on to what comes next.
const goOn = (form, step) => {
  const place = commit(form, { focus: true });
  if (!place || !gridOf(place)) return "browser";
  const next = nextTo(place, step);
  if (next) openEditor(next, { select: true });
  else if (step > 0 && !place.matches("th")) addRow(gridOf(place), rowOf(place));
  return undefined;
};

const nextTo = (place, step) => {
  const within = textsOf(rowOf(place));
  const next = within[within.indexOf(place) + step];
  if (next || place.matches("th")) return next;
  const other = neighbour(place, 0, step);
  return other === place || other.matches("th") ? undefined : textsOf(rowOf(other)).at(step > 0 ? 0 : -1);
};

const textsOf = (row) => cellsOf(row).filter((cell) => !cell.matches(".item__box") && !isReadOnly(cell));
