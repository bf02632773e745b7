// data-press, on a link to a PDF: the link counts the seconds while the PDF is made, then saves it. A server that is busy
// with another one is asked again; what else it says is shown beside the page. Without a script the link downloads.
import { announce } from "../editing/announcing.js";
import { showToast } from "./toasts.js";

const TRIES = 6;
const KEPT = 60_000;

const seconds = (number) => new Promise((resolve) => { setTimeout(resolve, number * 1000); });

const fetched = async (address, tries = TRIES) => {
  const answer = await fetch(address, { headers: { "HX-Request-Type": "partial" } });
  const wait = Number(answer.headers.get("Retry-After"));
  if (answer.status !== 503 || !wait || tries === 1) return answer;
  await seconds(wait);
  return fetched(address, tries - 1);
};

const save = async (answer) => {
  const [, download] = answer.headers.get("Content-Disposition").match(/filename="?([^";]+)/);
  const href = URL.createObjectURL(await answer.blob());
  Object.assign(document.createElement("a"), { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT);
  announce("The PDF is saved.");
};

const press = async (link) => {
  const answer = await fetched(link.href);
  if (answer.ok) await save(answer);
  else document.querySelector("#toasts").replaceChildren(document.createRange().createContextualFragment(await answer.text()));
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-press]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.hasAttribute("aria-busy")) return;
  const words = link.querySelector("span");
  const before = words.textContent;
  const began = Date.now();
  const count = () => { words.textContent = `Making the PDF … ${Math.round((Date.now() - began) / 1000)} s`; };
  const clock = setInterval(count, 1000);
  link.setAttribute("aria-busy", "true");
  announce("Making the PDF …");
  count();
  try {
    await press(link);
  } catch {
    showToast("failure");
  } finally {
    clearInterval(clock);
    link.removeAttribute("aria-busy");
    words.textContent = before;
  }
});
