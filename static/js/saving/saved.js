// “Saved 14:02 · Undo”, once nothing waits any more: for who has no keys the way back, and to a screen reader the word
// that it is saved. What was undone says itself, with its own way back, until something else is saved.
import { clock } from "../behaviors/time.js";
import { pageKeys } from "../editing/page.js";
import { state } from "./queue.js";

const SEEN = 8000;
let timer;

// Whether a request was an undo, or did again what was undone.
export const isTakenBack = (address) => /\/(un|re)do$/.test(address);

// Not from under the hand that is about to press its button.
const hide = (note) => {
  if (note.matches(":hover, :focus-within")) timer = setTimeout(hide, SEEN, note);
  else note.hidden = true;
};

document.addEventListener("designbook:saved", ({ detail: { batch, address } }) => {
  const note = document.querySelector("#saved");
  if (!note || state.queue.length) return;
  note.hidden = !batch || isTakenBack(address);
  if (note.hidden) return;
  document.querySelector("#toasts [data-passing]:not(:focus-within)")?.remove();
  note.querySelector("[role=status]").textContent = `Saved ${clock(new Date())}`;
  clearTimeout(timer);
  timer = setTimeout(hide, SEEN, note);
});

for (const kind of ["mousedown", "click"]) {
  document.addEventListener(kind, (event) => {
    const button = event.target.closest("#saved button");
    if (!button) return;
    event.preventDefault(); // whoever types goes on typing
    if (kind === "mousedown") return;
    button.parentElement.hidden = true;
    pageKeys.undo();
  });
}
