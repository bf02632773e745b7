// Opening and closing: an editor is cloned from the template of its kind, in the frame of the key or click, and asks
// nobody. What it holds is saved when the focus leaves it, or thrown away.
import { forgetTyped } from "../saving/typing.js";
import { focusPlace } from "./focus.js";
import { layOver, liftOff } from "./overlay.js";
import { flagsOf, gridOf, headOf, isReadOnly, nameOf, placeOf, rowOf, textOf } from "./places.js";
import { put } from "./putting.js";
import { keepWidths } from "./widths.js";

export const formOf = (element) => element?.closest?.("form[data-place]") ?? null;

export const fieldOf = (form) => form.elements.text ?? form.elements.value;

const formAt = (place) => document.querySelector(`form[data-place="${CSS.escape(place.id)}"]`);

const kindOf = (place) => place.dataset.edit
  ?? (place.matches("th") ? "line" : headOf(place)?.dataset.editor ?? gridOf(place).dataset.editor);

// `text` instead of what the place holds; `form` is one that the server sent, with what it refused; without `focus` the
// person goes on typing elsewhere; `point` is where it was clicked, `line` counts from 0.
export const openEditor = (place, { text, form, focus = true, select = false, point, line } = {}) => {
  if (isReadOnly(place)) return null;
  let editor = form ?? formAt(place);
  if (!editor || form) {
    if (form) formAt(place)?.remove();
    editor = form ?? document.getElementById(`editor-${kindOf(place)}`)?.content.firstElementChild.cloneNode(true);
    if (!editor) return null;
    prepare(editor, place, text);
    keepWidths(place);
    layOver(editor, place);
    place.classList.add("is-open");
  }
  if (focus) focusField(editor, { select, point, line });
  return editor;
};

export const closeEditor = (form, { focus = false } = {}) => {
  const place = document.getElementById(form.dataset.place);
  form.dataset.closed = "";
  if (place) forgetTyped(form.dataset.place);
  if (focus && place) focusPlace(place, { preventScroll: true });
  liftOff(form);
  place?.classList.remove("is-open");
};

// Saves what was typed; where nothing was, nothing is sent. Returns the place.
export const commit = (form, options) => {
  const place = document.getElementById(form.dataset.place);
  const text = valueOf(form);
  const base = form.elements.base.value;
  closeEditor(form, options);
  if (place && text !== base) put(place, text, base);
  return place;
};

export const valueOf = (form) => fieldOf(form).value.replaceAll("\r\n", "\n");

const prepare = (form, place, text) => {
  const isFresh = !form.elements.base.value && !form.querySelector("[aria-invalid]");
  form.dataset.place = place.id;
  form.dataset.opened = form.querySelector("[aria-invalid]") ? valueOf(form) : "";
  if (form.dataset.editing === "flag") nameFlags(form, flagsOf(place));
  if (isFresh) {
    form.elements.base.value = textOf(place);
    fieldOf(form).value = text ?? textOf(place);
  }
  const row = gridOf(place) && rowOf(place);
  const label = row?.querySelector("td") ? `${nameOf(place)}, row ${row.rowIndex}` : nameOf(place);
  form.querySelector("[aria-label]").setAttribute("aria-label", label);
};

// Signs that are pictures are drawn as plain ones, as they are in the closed cell.
const nameFlags = (form, { yes, no }) => {
  [[yes, "✓", "Yes"], [no, "✗", "No"]].forEach(([value, sign, word], index) => {
    const radio = form.querySelectorAll("[type=radio]")[index];
    radio.value = value;
    radio.ariaLabel = word;
    radio.nextSibling.textContent = /\p{L}/u.test(value) ? value : sign;
  });
};

const focusField = (form, { select, point, line }) => {
  const field = form.querySelector("textarea, [type=text], [type=radio]:checked, [type=radio], select");
  field.focus({ preventScroll: Boolean(point) });
  if (!field.setSelectionRange || field.type === "radio") return;
  const at = point && document.caretPositionFromPoint?.(point.clientX, point.clientY);
  // The caret stands where it was clicked, at the head of a line, or at the end.
  const end = at?.offsetNode === field ? at.offset : line ? field.value.split("\n", line).join(" ").length + 1 : field.value.length;
  // A word of a list is another one rather than a longer one.
  const isWhole = select || ["verb", "number"].includes(form.dataset.editing);
  field.setSelectionRange(isWhole ? 0 : end, end);
};

// Leaving an editor saves it. One that was refused waits for another text, and a window that loses the focus is not left.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const form = formOf(target);
  if (!form || "closed" in form.dataset || form.contains(relatedTarget) || document.activeElement === target) return;
  const isRefused = form.querySelector("[aria-invalid]") && valueOf(form) === form.dataset.opened;
  if (!isRefused) commit(form);
});

document.addEventListener("submit", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  event.preventDefault();
  commit(form, { focus: true });
}, { capture: true });
