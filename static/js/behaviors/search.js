// data-search="address of a bundle", on the link of the bar: the box in which anything is found. It comes when it is first
// wanted, as the one that filters a design does (data-filter); what is typed while it is on its way is typed into it.
import { isTyping } from "../editing/bindings.js";
import { load } from "./lazy.js";
import { showToast } from "./toasts.js";

const address = (name) => document.querySelector(`[data-${name}]`)?.dataset[name];
let early = null; // what was typed while the box was on its way; null while it is not

const open = async (name, opener) => {
  if (early !== null) return;
  early = "";
  try {
    const bundle = await load(address(name));
    await bundle[opener](() => early);
  } catch {
    showToast("failure");
  }
  early = null;
};

// `opener` is what the bundle at the address exports.
export const openBy = (name, opener) => (address(name) ? void open(name, opener) : "browser");

document.addEventListener("keydown", (event) => {
  if (early === null || event.ctrlKey || event.metaKey) return;
  if (isTyping(event) || event.key === " ") early += event.key;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-search]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation(); // else it is boosted
  open("search", "openBox");
}, true);

// Whoever points at it is about to press it.
document.addEventListener("pointerover", ({ target }) => {
  if (target.closest?.("[data-search]")) load(address("search")).catch(() => {});
});
