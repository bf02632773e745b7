// The pieces of an answer take their places. An open editor lies over its cell and stays; a text that was typed over
// meanwhile is not drawn any more.
import { textOf } from "../editing/places.js";
import { giveBirth } from "./newborn.js";
import { state } from "./queue.js";
import { editorAt } from "./typing.js";

const SEEN = 1500;

// The text of the place as the server keeps it, where the answer has it. `next` is a later change of the same place.
export const putInPlace = async (change, { text }, next) => {
  const target = document.getElementById(change.place);
  const nowhere = document.documentElement;
  const ctx = { text, target: target ?? nowhere, swap: target ? "outerHTML" : "none", sourceElement: document.body };
  let stored;
  const look = ({ detail: { ctx: swapped, tasks } }) => {
    if (swapped !== ctx) return;
    giveBirth(change, tasks);
    tasks.forEach(putOnce);
    tasks.forEach(putAfter);
    const main = tasks.find(({ type }) => type === "main");
    const piece = main?.fragment.firstElementChild;
    if (!piece) return;
    // The id of a piece says where it goes.
    main.target = document.getElementById(piece.id);
    if (piece.id === change.place) stored = textOf(piece);
    if (!main.target || next || keepAsTyped(main.target, piece)) tasks.splice(tasks.indexOf(main), 1);
  };
  document.addEventListener("htmx:before:swap", look);
  try {
    await htmx.swap(ctx);
  } finally {
    document.removeEventListener("htmx:before:swap", look);
  }
  const editor = editorAt(change.place);
  if (editor && editor.elements.base.value === change.values.text && stored !== undefined) editor.elements.base.value = stored;
  const place = document.getElementById(change.place);
  const waiting = state.queue.filter((each) => each.place === change.place);
  if (!waiting.length) sign(place);
  else if (waiting.some(({ held }) => !held)) place?.classList.add("is-saving"); // it was drawn anew
  return stored;
};

// A cell that already looks as the server draws it stays: a new one would have a long table laid out once more. The text
// that was put beside the drawn one while it was on its way says the same as the cell now.
const keepAsTyped = (cell, piece) => {
  const isPlain = (each) => each.matches("td") && !each.querySelector(":scope > :not(.anchor, noscript)");
  const isSame = isPlain(cell) && isPlain(piece) && !("text" in piece.dataset) && textOf(cell) === textOf(piece)
    && [...piece.classList].every((name) => cell.classList.contains(name));
  if (isSame) delete cell.dataset.text;
  return isSame;
};

// A row that comes back while it is still shown is not shown twice.
const putOnce = (task, at, tasks) => {
  const target = document.getElementById(task.fragment.firstElementChild?.id);
  const isLeaving = tasks.some((each) => each.target === target && each.swapSpec.style === "delete");
  if (target && !isLeaving && /^(before|after)/.test(task.swapSpec.style)) Object.assign(task, { target, swapSpec: { style: "outerHTML" } });
};

// Of several new rows each goes after the one before, which was not there yet when htmx looked for it.
const putAfter = (task, at, tasks) => {
  if (task.target || task.swapSpec.style !== "afterend") return;
  const before = tasks.slice(0, at).findLast(({ target }) => target);
  before?.fragment.append(...task.fragment.childNodes);
};

const sign = (place) => {
  place?.classList.remove("is-saving", "is-refused");
  place?.classList.add("is-saved");
  setTimeout(() => place?.classList.remove("is-saved"), SEEN);
};

// The place as it is stored: what was shown of a text that was thrown away does not stay.
export const redraw = async (id) => {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [stored, target] = [page.getElementById(id), document.getElementById(id)];
  if (!target) return;
  if (stored) await htmx.swap({ text: stored.outerHTML, target, swap: "outerHTML", sourceElement: document.body });
  else if (answer.ok) (target.closest(".row") ?? target).remove();
};
