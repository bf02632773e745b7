// What a person decides about what is held: by the forms and buttons of the piece beside its place, of the editor that
// holds a refused text, and of the banner. Nothing else closes them.
import { announce } from "../editing/announcing.js";
import { focusPlace } from "../editing/focus.js";
import { closeEditor, openEditor } from "../editing/opening.js";
import { paint } from "../editing/putting.js";
import { redraw } from "./answers.js";
import { besideOf } from "./beside.js";
import { makeKey } from "./naming.js";
import { passOn } from "./newborn.js";
import { drop, enqueue, state, tryNow } from "./queue.js";
import { editorAt } from "./typing.js";

const heldBy = (element) => {
  const key = element.closest?.("[data-beside]")?.dataset.beside ?? element.closest?.("[data-held]")?.dataset.held;
  return state.queue.find((each) => each.held && each.key === key);
};

const focusOn = (id) => {
  const place = document.getElementById(id);
  if (place?.closest("[data-grid], [data-edit]")) focusPlace(place, { preventScroll: true });
};

// The form takes the place of what was held, and is sent in its turn.
const choose = (change, form, submitter) => {
  const { csrf_token, key, ...values } = Object.fromEntries(new FormData(form, submitter));
  if (values.text) values.text = values.text.replaceAll("\r\n", "\n");
  const place = document.getElementById(change.place);
  if (place && "text" in values) paint(place, values.text);
  const address = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action"), location.href).pathname;
  enqueue({ key: makeKey(), method: "POST", address, place: change.place, describe: change.describe, values });
  drop(change);
  place?.classList.add("is-saving");
  focusOn(change.place);
};

const discard = async (change) => {
  const form = editorAt(change.held.at);
  const staysNew = passOn(change);
  drop(change);
  if (form) closeEditor(form);
  announce("Discarded");
  if (staysNew) emptyCells(change);
  else await redraw(change.place);
  tryNow(); // what waited for it
  focusOn(change.place);
};

const emptyCells = ({ place, values }) => {
  for (const name of Object.keys(values)) {
    const cell = document.getElementById(`${place}-${name}`);
    if (cell) paint(cell, "");
  }
};

const again = (change) => {
  const { held, crashes, renewed, ...fresh } = change;
  drop(change);
  enqueue(fresh);
  focusOn(change.place);
};

const goTo = (change) => {
  const place = document.getElementById(change.held.at);
  const box = besideOf(change.key);
  (box ?? place)?.scrollIntoView({ block: "center" });
  if (box) box.querySelector("button, [href], textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
  else if (place) openEditor(place);
};

document.addEventListener("submit", (event) => {
  const change = event.target.closest("[data-beside]") && heldBy(event.target);
  if (!change) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  choose(change, event.target, event.submitter);
}, { capture: true });

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest?.("[data-try]")) return tryNow();
  const change = heldBy(target);
  if (!change) return;
  if (target.closest("[data-discard]")) discard(change);
  else if (target.closest("[data-again]")) again(change);
  else if (target.closest("[data-go-to]")) goTo(change);
});
