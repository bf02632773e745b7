// data-edit="choice" or "people", on a link to the form of a value: opens the list of values where it stands. Choosing
// saves; Escape, Tab and a click elsewhere leave it as it was. Of people several are chosen, and the list stays open.
import { save } from "../saving/queue.js";
import { activate, filled, optionsOf, step } from "./options.js";

const LINK = ":is([data-edit=choice], [data-edit=people])[href]";
let opener = ""; // the id of the link
let pressed = false; // whether the press of the mouse found the list of this link open

const box = () => document.getElementById("picker");
const isOpen = () => Boolean(box()?.matches(":popover-open"));
const link = () => document.getElementById(opener);
const place = () => link()?.closest("[data-value]");
const holder = () => box().querySelector("input, [role=listbox]");

const open = (from) => {
  const [, key, field] = from.getAttribute("href").match(/([^/]+)\/(\w+)$/);
  opener = from.id;
  box().replaceChildren(document.getElementById(`picker-${field}`).content.cloneNode(true));
  box().dataset.what = `${field[0].toUpperCase()}${field.slice(1)} of ${key}`;
  box().querySelector("input")?.setAttribute("hx-get", from.getAttribute("href"));
  htmx.process(box());
  box().showPopover();
  const { value } = place().dataset;
  filled(box(), from.dataset.edit === "people" ? value.split(" ") : [value]);
  stand(from.getBoundingClientRect());
  from.setAttribute("aria-expanded", "true");
  holder().focus({ preventScroll: true });
};

// Below the value, or above it where there is more room; on the page, so that it scrolls along.
const stand = ({ left: start, top, bottom }) => {
  const { offsetWidth, offsetHeight, style } = box();
  const isBelow = bottom + offsetHeight + 8 < innerHeight || top < offsetHeight;
  style.left = `${scrollX + Math.max(8, Math.min(start, document.documentElement.clientWidth - offsetWidth - 8))}px`;
  style.top = `${scrollY + (isBelow ? bottom + 4 : top - offsetHeight - 4)}px`;
};

const choose = (option) => {
  const { dataset } = place();
  const isOne = link().dataset.edit === "choice";
  const base = dataset.value;
  let { value } = option.dataset;
  if (!isOne) {
    option.ariaSelected = String(option.ariaSelected !== "true");
    const others = base.split(" ").filter((each) => each && each !== value);
    value = (option.ariaSelected === "true" ? [...others, value] : others).join(" ");
  }
  dataset.value = value;
  if (place() === link() && isOne) link().replaceChildren(...option.querySelector(".picker__words").cloneNode(true).childNodes);
  if (value !== base) {
    const address = link().getAttribute("href");
    save({ address, values: { value, base }, place: place().id, describe: box().dataset.what });
  }
  if (isOne) box().hidePopover();
};

const keys = (event) => {
  const { key } = event;
  const active = box().querySelector(".is-active");
  event.stopPropagation(); // no key leaks through
  if (key === "Enter" || (key === " " && event.target.matches("[role=listbox]"))) active && choose(active);
  else if (key === "Tab") return box().hidePopover();
  else if (!step(box(), event)) return undefined;
  return event.preventDefault();
};

document.addEventListener("keydown", (event) => {
  if (isOpen() && box().contains(event.target)) return keys(event);
  const from = event.target.closest?.(LINK);
  if (!from || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  // In the list Space selects a row and F2 renames it.
  if (event.key !== "Enter" && (from.closest("[data-designs]") || ![" ", "F2"].includes(event.key))) return undefined;
  event.stopPropagation();
  event.preventDefault();
  return open(from);
}, true);

document.addEventListener("click", (event) => {
  const option = event.target.closest?.("#picker [role=option]:not([aria-disabled])");
  if (option) return choose(option);
  const from = event.target.closest?.(LINK);
  if (!from || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  event.stopPropagation(); // a boosted link would be followed
  return pressed && from.id === opener ? undefined : open(from);
}, true);

addEventListener("resize", () => { if (isOpen() && link()) stand(link().getBoundingClientRect()); });

document.addEventListener("pointerdown", () => { pressed = isOpen(); }, true);

document.addEventListener("toggle", ({ target, newState }) => {
  if (target !== box() || newState !== "closed") return;
  link()?.removeAttribute("aria-expanded");
  // The link may be another one by now than the one that the browser gives the focus back to.
  const at = document.activeElement;
  if (at === document.body || box().contains(at)) link()?.focus({ preventScroll: true });
}, true);

// What was typed has brought other values.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const options = isOpen() && ctx.target?.id === "picker-options" ? optionsOf(box()) : [];
  const first = options.find((option) => !holder().value && option.ariaSelected === "true") ?? options[0];
  if (first) activate(box(), first);
});
