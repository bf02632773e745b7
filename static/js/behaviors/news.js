// What is told beside a document. data-news, on the place of a notice: its address is asked now and then, while somebody
// looks at the page, whether others changed what it shows; after a save also what stands around the sheet, such as its
// contents and how much of it is done. Without an answer all stays as it was.
import { state } from "../saving/queue.js";
import { isTakenBack } from "../saving/saved.js";
import { ask } from "../saving/sending.js";

const EVERY = 15_000;
const AFTER_A_SAVE = 1_000;
let soon;

// What is about to be saved is newer than any answer.
const isCalm = () => state.queue.every(({ held }) => held);

const draw = async (address, target, swap) => {
  const { status, text } = await ask(address);
  if (status === 200 && target.isConnected && isCalm()) await htmx.swap({ text, target, swap, sourceElement: document.body });
};

const look = () => {
  const place = document.querySelector("[data-news]");
  if (place && !document.hidden) draw(place.dataset.news, place, "outerHTML");
};

const count = () => {
  const sheet = document.querySelector("[data-document]");
  // All of it has places of its own; but where nothing is swapped htmx leaves the title of the window as it was.
  if (sheet && isCalm()) draw(`/documents/${sheet.dataset.document}/facts`, sheet, "beforeend");
};

// What was undone may be a value that stands around the sheet.
const lookSoon = ({ detail: { address } }) => {
  clearTimeout(soon);
  soon = setTimeout(() => { look(); count(); }, isTakenBack(address) ? 0 : AFTER_A_SAVE);
};

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
document.addEventListener("designbook:saved", lookSoon);
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") lookSoon({ detail: { address: ctx.request.action } }); // the button of a toast
});
