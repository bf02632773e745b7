// What the server will not take is held: it stays kept and its place is marked. A refused text is in its editor again,
// with the reason, and anything else in a piece beside the place. Focus stays where it is.
import { announce } from "../editing/announcing.js";
import { openEditor } from "../editing/opening.js";
import { paint } from "../editing/putting.js";
import { besideOf, putBeside, removeBeside } from "./beside.js";
import { keep } from "./keeping.js";
import { state } from "./queue.js";
import { editorAt } from "./typing.js";

export const hold = (change, { status, text }) => {
  const piece = parsed(text);
  const isConflict = Boolean(piece.querySelector("[data-conflict]"));
  const said = piece.querySelector("[role=alert], .toast span") ?? (isConflict ? piece : null);
  // What stands before the server has no words of ours.
  const words = said?.textContent.replace(/\s+/g, " ").trim() || `The answer was ${status}.`;
  change.held = { isConflict, words, text };
  change.unkept = !keep(change);
  show(change);
  announce(`${change.held.isConflict ? "Conflict" : "Not saved"}: ${words}`);
};

export const release = ({ key, place }) => {
  removeBeside(key);
  const element = document.getElementById(place);
  if (!state.queue.some((each) => each.place === place)) element?.classList.remove("is-saving");
  for (const each of [element, ...(element?.querySelectorAll(".is-refused") ?? [])]) {
    each?.classList.remove("is-refused");
    each?.removeAttribute("aria-invalid");
  }
};

const show = (change) => {
  const { isConflict, words, text, edited } = change.held;
  const form = parsed(text).querySelector("form[data-editing]");
  const whole = document.getElementById(change.place);
  whole?.classList.remove("is-saving");
  // Of a new row it is one cell that was refused.
  const place = document.getElementById(`${change.place}-${form?.dataset.column}`) ?? whole;
  change.held.at = place?.id;
  if (change.method === "DELETE") for (const each of document.querySelectorAll(".is-leaving")) each.classList.remove("is-leaving");
  if (place) mark(place);
  if (place && form && !isConflict) {
    form.querySelector(".editor__buttons")?.remove(); // keys and leaving it save, as in any other editor
    if (!editorAt(place.id)) openEditor(place, { form, focus: false });
    return;
  }
  const content = document.querySelector("#held").content.cloneNode(true);
  content.querySelector(isConflict ? "[data-refusal]" : "[data-slot]").remove();
  if (isConflict) {
    const both = parsed(text);
    const field = both.querySelector("textarea[name=text]");
    if (field && edited !== undefined) field.value = edited;
    content.querySelector("[data-slot]").replaceWith(both);
  } else {
    content.querySelector("[data-what]").textContent = change.describe;
    content.querySelector("[data-words]").textContent = words;
    const typed = typedOf(change);
    content.querySelector("[data-typed]").textContent = typed;
    content.querySelector("[data-typed]").hidden = !typed;
  }
  // What stands in the way of an undo says itself where it stands.
  putBeside(content.querySelector("[data-conflict]")?.dataset.place ?? change.place, change.key, content, change.near);
};

const mark = (place) => {
  place.classList.add("is-refused");
  place.setAttribute("aria-invalid", "true");
};

// What a person typed of a change, last of all to settle a conflict; "" where it is something that was done.
export const typedOf = ({ values, held }) => held?.edited ?? values.text ?? values.pasted ?? values.title ?? values.value
  ?? Object.keys(values).filter((name) => /^c\d+$/.test(name)).map((name) => values[name]).join(" | ");

// Nothing in it may take the focus.
const parsed = (text) => {
  const piece = document.createRange().createContextualFragment(text);
  for (const field of piece.querySelectorAll("[autofocus]")) field.removeAttribute("autofocus");
  return piece;
};

document.addEventListener("input", ({ target }) => {
  const key = target.closest("[data-beside]")?.dataset.beside;
  const change = state.queue.find((each) => each.held && each.key === key);
  if (!change || target.name !== "text") return;
  change.held.edited = target.value;
  keep(change);
});

// What was drawn again, by Back or by another change, shows again what is not saved of it.
document.addEventListener("htmx:after:swap", () => {
  for (const change of state.queue) {
    const place = document.getElementById(change.held?.at ?? change.place);
    if (change.held) {
      if (!place || place.matches(".is-refused")) continue;
      if (!besideOf(change.key)) show(change);
      else if ("text" in change.values) paint(place, change.values.text);
      mark(place);
    } else if (place && !place.matches(".is-saving")) {
      if ("text" in change.values) paint(place, change.values.text);
      place.classList.add("is-saving");
    }
  }
});
