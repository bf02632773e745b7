// “Saved 14:02 · Undo”, once nothing waits any more: for who has no keys the way back, and to a screen reader the word
// that it is saved. What was undone says itself, with its own way back, until something else is saved.
import { clock } from "../behaviors/time.js";
import { pageKeys } from "../editing/page.js";
import { state } from "./queue.js";

const SEEN = 8000;
let timer;

const noteOf = () => document.querySelector("#saved");

const waitToHide = () => {
  clearTimeout(timer);
  timer = setTimeout(hide, SEEN);
};

// Not from under the hand that is about to press its button.
const hide = () => {
  const note = noteOf();
  const undone = document.querySelector("#toasts [data-passing]");
  if ([note, undone].some((each) => each?.matches(":hover, :focus-within"))) return waitToHide();
  if (note) note.hidden = true;
  return undone?.remove();
};

document.addEventListener("designbook:saved", ({ detail: { batch, address } }) => {
  const note = noteOf();
  if (!note || state.queue.length) return;
  waitToHide();
  note.hidden = !batch || /\/(un|re)do$/.test(address);
  if (note.hidden) return;
  document.querySelector("#toasts [data-passing]:not(:focus-within)")?.remove();
  note.querySelector("[data-said]").textContent = `Saved ${clock(new Date())}`;
});

document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#saved")) event.preventDefault(); // whoever types goes on typing
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("#saved button")) return;
  noteOf().hidden = true;
  pageKeys.undo();
});
