// Grips: one for the row, one for the block and one for the section that the pointer or the focus is in. A page has three
// of them and not one a row. The keyboard and the menus do what they do, so nobody has to hear of them.
import { blockOf, gridOf } from "../editing/places.js";

const KINDS = ["row", "block", "section"];
const grips = new Map();
const held = new WeakMap();

// What a grip moves.
export const thingOf = (grip) => held.get(grip);

const thingsAt = (element) => {
  const over = document.getElementById(element.closest("form[data-place]")?.dataset.place) ?? element;
  const row = over.closest("tr.row[id], li.row[id]");
  const section = over.closest("section[id]");
  return {
    row: row && gridOf(row) && !row.matches("[data-unsaved]") ? row : null,
    block: blockOf(over),
    section: section?.querySelector(":scope > .section__title") ? section : null,
  };
};

const gripOf = (kind, sheet) => {
  if (!grips.has(kind)) {
    const grip = document.createElement("span");
    grip.className = `grip grip--${kind}`;
    grip.setAttribute("aria-hidden", "true");
    grips.set(kind, grip);
  }
  const grip = grips.get(kind);
  if (grip.parentElement !== sheet) sheet.append(grip);
  return grip;
};

const show = (element) => {
  const sheet = element.closest("[data-document]");
  if (!sheet || element === sheet || element.closest(".grip")) return;
  const things = thingsAt(element);
  const top = sheet.getBoundingClientRect().top + sheet.clientTop;
  for (const kind of KINDS) {
    const grip = gripOf(kind, sheet);
    const thing = things[kind];
    grip.hidden = !thing;
    if (!thing) continue;
    held.set(grip, thing);
    grip.style.top = `${thing.getBoundingClientRect().top - top}px`;
    grip.classList.toggle("grip--beside", kind === "block" && thing.matches("ul, ol"));
    grip.classList.toggle("grip--left", thing.matches(":dir(rtl)"));
  }
};

export const hideGrips = () => { for (const grip of grips.values()) grip.hidden = true; };

let last = null; // what the pointer or the focus came to

const look = ({ target }) => {
  if (!target.closest || document.documentElement.matches(".is-dragging")) return;
  last = target;
  show(target);
};

document.addEventListener("pointerover", look, { passive: true });
document.addEventListener("focusin", look);
// What is drawn anew may stand elsewhere.
document.addEventListener("htmx:after:swap", () => {
  hideGrips();
  if (last?.isConnected) look({ target: last });
});
