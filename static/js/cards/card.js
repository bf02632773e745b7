// The card beside a key: what the design is called, how far it is, whose it is. It comes after a moment, each is asked for
// once, and it goes with the pointer and the focus, with Escape, and as soon as something is typed.
import { ask } from "../saving/sending.js";

const SOON = 150; // milliseconds, so that passing over a key shows nothing
const GAP = 4;
const FIELDS = "input, textarea, select, [contenteditable]";
const kept = {};
let at = null; // the link whose card is shown, or about to be
let timer = 0;

const card = document.createElement("div");
card.id = "card";
card.className = "picker card";
card.popover = "manual";
card.role = "tooltip";

export const showCard = (link) => {
  clearTimeout(timer);
  if (link === at && card.matches(":popover-open")) return;
  hide();
  at = link;
  timer = setTimeout(() => open(link).catch(() => {}), SOON);
};

const open = async (link) => {
  const key = link.getAttribute("href").match(/^\/designs\/([^/?#]+)/)?.[1];
  const text = key && await (kept[key] ??= fetched(key));
  if (!text || link !== at || !link.isConnected) return;
  card.replaceChildren(document.createRange().createContextualFragment(text));
  document.body.append(card);
  card.showPopover();
  if (!stand(link)) return hide();
  return link.setAttribute("aria-describedby", card.id);
};

// What there is no answer to is asked again.
const fetched = async (key) => {
  const { status, text } = await ask(`/designs/${key}/card`).catch(() => ({}));
  if (status !== 200 && status !== 404) delete kept[key];
  return status === 200 ? text : "";
};

// Below the key or above it, but never over a field in which somebody types.
const stand = (link) => {
  const { left, top, bottom } = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height, style } = card;
  const start = Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP));
  const [below, above] = [bottom + GAP, top - height - GAP];
  const isFree = (from) => from >= 0 && from + height <= innerHeight && !covers(start, from, width, height);
  const from = [below, above].find(isFree);
  style.left = `${scrollX + start}px`;
  style.top = `${scrollY + (from ?? 0)}px`;
  return from !== undefined;
};

const covers = (left, top, width, height) => {
  const field = document.activeElement;
  if (!field.matches(FIELDS)) return false;
  const area = field.getBoundingClientRect();
  return left < area.right && left + width > area.left && top < area.bottom && top + height > area.top;
};

const hide = () => {
  clearTimeout(timer);
  at?.removeAttribute("aria-describedby");
  at = null;
  card.remove();
};

// Whoever goes on to the card wants to read it.
const leave = ({ target, relatedTarget }) => {
  const isLeft = at && (at.contains(target) || card.contains(target));
  if (!isLeft || at.contains(relatedTarget) || card.contains(relatedTarget)) return;
  if (at === document.activeElement && relatedTarget) return;
  clearTimeout(timer);
  timer = setTimeout(hide, SOON);
};

document.addEventListener("pointerout", leave);
document.addEventListener("focusout", ({ target }) => { if (target === at) hide(); });
document.addEventListener("pointerover", ({ target }) => { if (card.contains(target)) clearTimeout(timer); });
// The card scrolls with the page, but not with a box in it.
document.addEventListener("scroll", ({ target }) => {
  if (target !== document && target.contains(at)) hide();
}, { capture: true, passive: true });
document.addEventListener("htmx:after:swap", () => { if (at && !at.isConnected) hide(); });
document.addEventListener("keydown", (event) => {
  if (!card.isConnected || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  hide();
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
}, true);
