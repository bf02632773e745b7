// What the keys do on every page: the contract itself, the search, the filter, undo and redo.
import { openBy } from "../behaviors/search.js";
import { save } from "../saving/queue.js";
import { showKeys } from "./help.js";

let latest = ""; // the place that was saved last

const again = (noun, words) => () => {
  const article = document.querySelector("[data-design]");
  if (!article) return document.querySelector("[data-register]") ? tell(noun, words) : againInList(noun, words);
  return ask(noun, words, article.dataset.design, article.id);
};

const ask = (noun, words, key, place) => {
  save({ method: "POST", address: `/designs/${key}/${noun}`, values: {}, place, describe: words });
};

// A register knows itself which designs were edited there.
const tell = (noun, words) => document.dispatchEvent(new CustomEvent("designbook:again", { detail: { noun, words } }));

// In the list of designs: of the one that was changed last; what was done to several, as the toast offers it.
const againInList = (noun, words) => {
  const row = document.querySelector(`[data-designs] tr#${latest.match(/^design-\d+(?=-)/)?.[0] ?? "none"}`);
  if (row && noun === "undo") return ask(noun, words, row.querySelector(".designs__key").textContent, row.id);
  const button = document.querySelector(`#toasts form[action$="/${noun}"] button`);
  if (!button) return "browser";
  return button.click();
};

document.addEventListener("designbook:saved", ({ detail: { place } }) => { latest = place; });

export const pageKeys = {
  help: showKeys,
  find: () => openBy("search", "openBox"),
  filter: () => {
    const field = document.querySelector("main [type=search]");
    return field ? field.focus() : openBy("filter", "openSift");
  },
  "next-finding": () => pageKeys.step?.(1),
  "previous-finding": () => pageKeys.step?.(-1),
  undo: again("undo", "Undo"),
  redo: again("redo", "Redo"),
};
