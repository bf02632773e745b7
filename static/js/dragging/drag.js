// Dragging by a grip, with mouse, pen or finger: a line shows the place, the page scrolls at its edges, Escape gives up.
import { announce } from "../editing/announcing.js";
import { focusPlace } from "../editing/focus.js";
import { cellsOf, numberOf } from "../editing/places.js";
import { save } from "../saving/queue.js";
import { hideGrips, thingOf } from "./grips.js";
import { partsOf, slotAt } from "./slots.js";

const START = 4; // pixels that a click may tremble
const EDGE = 64; // and those from the edge of the window in which it scrolls
const line = document.createElement("div");
line.className = "drop-line";
let drag = null;

const begin = (event) => {
  const grip = event.target.closest?.(".grip");
  const thing = grip && thingOf(grip);
  if (!thing?.isConnected || event.button) return;
  event.preventDefault();
  document.activeElement?.blur(); // an open editor saves
  grip.setPointerCapture(event.pointerId);
  const kind = grip.className.match(/grip--(\w+)/)[1];
  drag = { grip, thing, kind, from: event.clientY, y: event.clientY, isOn: false, slot: null };
};

const start = () => {
  drag.isOn = true;
  drag.parts = partsOf(drag.kind, drag.thing);
  document.documentElement.classList.add("is-dragging");
  for (const part of drag.parts) part.classList.add("is-dragged");
  requestAnimationFrame(scroll);
};

const move = (event) => {
  if (!drag) return;
  drag.y = event.clientY;
  if (!drag.isOn && Math.abs(drag.y - drag.from) < START) return;
  if (!drag.isOn) start();
  aim();
};

const aim = () => {
  const sheet = drag.thing.closest("[data-document]");
  const host = sheet.getBoundingClientRect();
  drag.slot = slotAt(drag.kind, drag.thing, host.left + Math.min(96, host.width / 4), drag.y);
  line.hidden = !drag.slot;
  if (!drag.slot) return;
  sheet.append(line);
  const { last, parent, first } = drag.slot;
  const area = (last ?? first ?? parent).getBoundingClientRect();
  const [left, right] = [Math.max(area.left, host.left), Math.min(area.right, host.right)];
  const top = (last ? area.bottom : area.top) - host.top - sheet.clientTop;
  Object.assign(line.style, { top: `${top}px`, left: `${left - host.left}px`, width: `${right - left}px` });
};

const scroll = () => {
  if (!drag?.isOn) return;
  const step = drag.y < EDGE ? drag.y - EDGE : Math.max(0, drag.y - innerHeight + EDGE);
  if (step) {
    scrollBy({ top: step / 4, behavior: "instant" });
    aim();
  }
  requestAnimationFrame(scroll);
};

const stop = () => {
  const ended = drag;
  drag = null;
  if (!ended?.isOn) return ended; // a click opens the menu
  line.remove();
  hideGrips();
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  document.documentElement.classList.remove("is-dragging");
  for (const part of ended.parts) part.classList.remove("is-dragged");
  return ended;
};

// The thing stands in its new place at once; the server draws what follows from it, such as the numbers of steps.
const drop = () => {
  const ended = drag && stop();
  if (!ended?.isOn) return;
  const { thing, kind, slot, parts } = ended;
  const top = scrollY;
  if (slot) {
    const next = slot.last ? slot.last.nextSibling : slot.first ?? null;
    for (const part of parts) slot.parent.insertBefore(part, next);
    save({ address: `/${kind}s/${numberOf(thing)}/position`, values: slot.values, place: thing.id, describe: `A ${kind} moved` });
    announce("Moved");
  }
  const place = seatOf(kind, thing);
  if (place) focusPlace(place, { preventScroll: true });
  scrollTo({ top, behavior: "instant" });
};

const swallow = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

const seatOf = (kind, thing) => {
  if (kind === "row") return cellsOf(thing).find((cell) => !cell.matches(".item__box"));
  return thing.matches("[data-edit]") ? thing : thing.querySelector("[data-edit]:not([hidden]), th[id], .item__text[id]");
};

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", move);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  stop();
  announce("Not moved");
}, { capture: true });
