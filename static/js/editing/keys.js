// One listener for every key. Where the focus is says which part of the contract counts; what that part does not name is
// the browser's. While a dialog is open every key is the dialog's, and while an input method composes, its own.
import { actionOf, isTyping } from "./bindings.js";
import { blockKeys } from "./blocks.js";
import { cellKeys } from "./cells.js";
import { fieldKeys } from "./fields.js";
import { formOf, openEditor } from "./opening.js";
import { pageKeys } from "./page.js";
import { gridOf, placeOf } from "./places.js";

const FIELDS = "input, textarea, select, [contenteditable]";

const whereOf = (target) => {
  const form = formOf(target);
  if (form) return [form.dataset.editing === "long" ? "long" : "open", form];
  if (target.matches(FIELDS)) return ["field", target];
  const place = placeOf(target);
  if (place !== target && !target.matches("[data-edit] > pre")) return ["page", target];
  return [gridOf(place) ? "closed" : "text", place];
};

const PARTS = { closed: cellKeys, text: blockKeys, open: fieldKeys, long: fieldKeys };

// What is to be done, or undefined where the key is the browser's.
const deedOf = (event) => {
  const [where, thing] = whereOf(event.target);
  const action = actionOf(event, where);
  if (action) return PARTS[where]?.[action] ? () => PARTS[where][action](thing, event, action) : pageKeys[action];
  if (where === "closed" && isTyping(event)) return () => type(thing);
  const isWriting = ["open", "long", "field"].includes(where);
  const pages = isWriting && isTyping(event) ? undefined : actionOf(event, "page");
  return isWriting && pages !== "find" ? undefined : pageKeys[pages];
};

// The key itself then goes into the field, as the browser would type it.
const type = (cell) => {
  if (!cell.matches(".item__box")) openEditor(cell, { text: "" });
  return "browser";
};

document.addEventListener("keydown", (event) => {
  const isComposing = event.isComposing || (event.keyCode === 229 && formOf(event.target));
  if (event.defaultPrevented || isComposing || !event.target.matches || document.querySelector("dialog:modal")) return;
  const deed = deedOf(event);
  if (deed && deed() !== "browser") event.preventDefault();
});
