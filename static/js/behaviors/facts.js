// What is said around a document, such as its contents and how much of it is done, is asked for again once nothing has
// been saved for a moment. Without an answer it stays as it was.
import { state } from "../saving/queue.js";
import { ask } from "../saving/sending.js";

const REST = 1_200;
let timer;

const numberNow = () => document.querySelector("[data-document]")?.dataset.document;

const look = async () => {
  const number = numberNow();
  if (!number || state.queue.length) return;
  const { status, text } = await ask(`/documents/${number}/facts`);
  if (status !== 200 || numberNow() !== number || state.queue.length) return;
  await htmx.swap({ text, target: document.documentElement, swap: "none", sourceElement: document.body });
};

const lookSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(look, REST);
};

document.addEventListener("designbook:saved", lookSoon);
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") lookSoon(); // such as the button of what was undone
});
