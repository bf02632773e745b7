// data-search="address of a bundle", on the link of the bar: the box in which anything is found. It comes when it is first
// wanted; what is typed while it is on its way is typed into it.
import { isTyping } from "../editing/bindings.js";
import { load } from "./lazy.js";
import { showToast } from "./toasts.js";

const address = () => document.querySelector("[data-search]")?.dataset.search;
let early = null; // what was typed while the box was on its way; null while it is not

const open = async () => {
  if (early !== null) return;
  early = "";
  try {
    const { openBox } = await load(address());
    await openBox(() => early);
  } catch {
    showToast("failure");
  }
  early = null;
};

export const openSearch = () => (address() ? void open() : "browser");

document.addEventListener("keydown", (event) => {
  if (early === null || event.ctrlKey || event.metaKey) return;
  if (isTyping(event) || event.key === " ") early += event.key;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-search]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});

// Whoever points at it is about to press it.
document.addEventListener("pointerover", ({ target }) => {
  if (target.closest?.("[data-search]")) load(address()).catch(() => {});
});
