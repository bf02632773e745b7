// The menus of rows, columns, blocks and sections, cloned where they are asked for: by a click on a grip, by Shift+F10, by
// a right click on the head of a column. What they do is what the keys do.
import { thingOf } from "../dragging/grips.js";
import { adding } from "./adding.js";
import { blockKeys } from "./blocks.js";
import { cellKeys } from "./cells.js";
import { focusPlace } from "./focus.js";
import { addressOf, blockOf, gridOf, numberOf, placeOf, rowOf } from "./places.js";

const GAP = 4;
let place = null;

const kindOf = (at) => {
  if (at.matches("th")) return "column";
  if (gridOf(at)) return "row";
  return at.closest(".section__title") ? "section" : "block";
};

const pieceOf = (kind, at) => ({
  row: () => rowOf(at), column: () => blockOf(at), block: () => blockOf(at), section: () => at.closest("section[id]"),
})[kind]?.();

// `at` is the place that the menu is about, `area` what it opens below.
export const openMenu = (at, kind = kindOf(at), area = at.getBoundingClientRect()) => {
  const piece = pieceOf(kind, at);
  const template = piece && document.getElementById(`menu-${kind}`);
  if (!template) return "browser";
  place = at;
  const menu = template.content.firstElementChild.cloneNode(true);
  for (const item of menu.querySelectorAll("[data-only=list]")) if (!piece.matches("li")) item.remove();
  const address = `/${piece.id.split("-")[0]}s/${numberOf(piece)}`;
  for (const link of menu.querySelectorAll("[data-go]")) link.href = `${address}/${link.dataset.go}`;
  const life = menu.querySelector("[data-cell]");
  if (at.matches("td")) life.href = `${addressOf(at)}/changes`;
  else life?.remove();
  const text = document.getElementById(`${piece.id}-text`);
  if (text && kind === "section") menu.querySelector("[data-go=text]").dataset.markdown = text.id;
  document.body.append(menu);
  menu.addEventListener("toggle", ({ newState }) => { if (newState === "closed") menu.remove(); });
  menu.showPopover();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(GAP, Math.min(area.left, innerWidth - width - GAP))}px`;
  menu.style.top = `${Math.max(GAP, area.bottom + height + GAP > innerHeight ? area.top - height : area.bottom + GAP)}px`;
  menu.querySelector("[role=menuitem]").focus();
  return undefined;
};

// A click on it goes there as well.
const copyLink = (at) => pieceOf(kindOf(at), at).querySelector(".anchor").click();

const run = (item) => {
  const { do: deed } = item.dataset;
  const at = place;
  item.closest("[popover]").hidePopover();
  if (at.isConnected) focusPlace(at, { preventScroll: true });
  const doing = { "copy-link": copyLink, ...adding }[deed] ?? (gridOf(at) && !deed.includes("block") ? cellKeys : blockKeys)[deed];
  doing(at, item);
};

document.addEventListener("click", (event) => {
  const grip = event.target.closest?.(".grip");
  const thing = grip && thingOf(grip);
  if (thing?.isConnected) {
    const kind = thing.id.split("-")[0];
    const seat = thing.matches("[data-edit]") ? thing : thing.querySelector("td[id], .item__text[id], [data-edit]:not([hidden]), th[id]");
    if (seat) openMenu(seat, kind, new DOMRect(event.clientX, event.clientY));
  }
  const item = event.target.closest?.("[popover] [data-do]");
  if (item) run(item);
});

document.addEventListener("contextmenu", (event) => {
  const head = event.target.closest?.("[data-grid] th[id]");
  if (head && openMenu(placeOf(head)) !== "browser") event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[popover][role=menu]");
  if (!menu) return;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(event.target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined && event.key !== "Tab" && event.key !== "Escape") return event.stopPropagation();
  event.preventDefault();
  event.stopPropagation();
  if (next !== undefined) return items[next % items.length].focus();
  menu.hidePopover();
  return place?.isConnected && focusPlace(place, { preventScroll: true });
}, { capture: true });
