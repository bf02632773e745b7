// What the keys do on every page: the contract itself, the filter, undo and redo.
import { save } from "../saving/queue.js";

const again = (noun, words) => () => {
  const article = document.querySelector("[data-design]");
  if (!article) return "browser";
  save({ method: "POST", address: `/designs/${article.dataset.design}/${noun}`, values: {}, place: article.id, describe: words });
  return undefined;
};

export const pageKeys = {
  help: () => document.querySelector("#keyboard").showModal(),
  find: () => {
    const field = document.querySelector("main [type=search]");
    if (field) field.focus();
    else document.querySelector(".brand").click();
  },
  undo: again("undo", "Undo"),
  redo: again("redo", "Redo"),
};
