// A link to a PDF counts the seconds while the PDF is made, then saves it. A server that is busy with another one is asked
// again; what else it says is shown beside the page.
import { announce } from "../editing/announcing.js";
import { showToast } from "../behaviors/toasts.js";

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

const make = async (link) => {
  const answer = await fetched(link.href);
  if (answer.ok) await save(answer);
  else document.querySelector("#toasts").replaceChildren(document.createRange().createContextualFragment(await answer.text()));
};

export const press = async (link) => {
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
    await make(link);
  } catch {
    showToast("failure");
  } finally {
    clearInterval(clock);
    link.removeAttribute("aria-busy");
    words.textContent = before;
  }
};
