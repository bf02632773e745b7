// The keys that go from one finding of the page to the next, and back: its row, text or heading gets the focus.
import { pageKeys } from "../editing/page.js";
import { focusPlace } from "../editing/focus.js";
import { linksOf } from "./marks.js";

const FOCUSABLE = "[tabindex], [data-edit], td, .item__text";

const places = () => {
  const marked = linksOf().map(({ hash }) => document.getElementById(hash.slice(1)));
  const isAfter = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...new Set(marked)].sort((one, other) => (isAfter(one, other) ? -1 : 1));
};

// From where the focus is; where it is outside the sheet, from the head of the window.
pageKeys.step = (way) => {
  const all = places();
  if (!all.length) return;
  const at = document.activeElement.closest("article [id]");
  const stands = (place) => (at ? place.contains(at) || place === at : false);
  const current = all.findLastIndex(stands);
  const follows = (place) => (at
    ? at.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING
    : place.getBoundingClientRect().top > 0);
  const next = all.findIndex(follows);
  let to = way > 0 ? next : (next === -1 ? all.length : next) - 1;
  if (current !== -1) to = current + way;
  go(all[(to + all.length) % all.length] ?? all[0]);
};

const go = (place) => {
  const seat = place.matches("tr") ? place.querySelector("td") : place.querySelector(FOCUSABLE) ?? place;
  if (seat.closest("[data-grid]")) focusPlace(seat, { preventScroll: true });
  else {
    if (!seat.hasAttribute("tabindex")) seat.tabIndex = -1;
    seat.focus({ preventScroll: true });
  }
  place.scrollIntoView({ block: "center" });
};
