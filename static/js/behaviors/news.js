// data-news, on the place of a notice: its address is asked now and then, while somebody looks at the page, whether
// others changed what it shows. No answer is no news.
import { ask } from "../saving/sending.js";

const EVERY = 15_000;
const AFTER_A_SAVE = 1_000;
let soon;

const look = async () => {
  const place = document.querySelector("[data-news]");
  if (!place || document.hidden) return;
  const { status, text } = await ask(place.dataset.news);
  if (status === 200 && place.isConnected) {
    await htmx.swap({ text, target: place, swap: "outerHTML", sourceElement: document.body });
  }
};

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
document.addEventListener("designbook:saved", () => {
  clearTimeout(soon);
  soon = setTimeout(look, AFTER_A_SAVE);
});
