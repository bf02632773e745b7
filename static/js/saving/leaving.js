// Leaving while something is not saved asks first, and so does signing out, which throws away what is kept here: the
// next person at this computer must not find it.
import { forget, keptOf } from "./keeping.js";
import { person } from "./person.js";
import { state } from "./queue.js";

addEventListener("beforeunload", (event) => {
  if (state.queue.length) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const dialog = document.querySelector("#sign-out");
  const kept = keptOf(person());
  if (!form.matches("[data-sign-out]") || !dialog || !(kept.length || state.queue.length)) return;
  event.preventDefault();
  const count = dialog.querySelector("[data-count]");
  const number = Math.max(kept.length, state.queue.length);
  count.textContent = number === 1 ? count.dataset.one : count.dataset.many.replace("0", number);
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "leave") return;
    keptOf(person()).forEach(forget);
    state.queue = [];
    form.submit();
  }, { once: true });
});
