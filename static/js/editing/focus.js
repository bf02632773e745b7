// One tab stop a block: the cell that had the focus last, and after it the links in that cell. What is swapped in the
// place of the focused cell gets the focus that it had.
import { cellsOf, gridOf, isRegister, neighbour, placeOf, rowsOf } from "./places.js";

const STOPS = "[tabindex]:is(th, td, .item__box, .item__text)";
const LINKS = `[data-grid] :is(th, td, .item__text):not([tabindex]) a:not([tabindex]), [data-grid] .anchor:not([tabindex])`;
const SEATS = "[data-edit]:not([hidden], [hidden] *)";
const NEAR = [[0, 0], [0, 1], [0, -1], [-1, 0], [1, 0]];
let lost = [];
let last = null; // the place that has the focus, or had it when it went away with what was swapped
let seat = null; // the place that had it last, wherever it is now

export const focusPlace = (place, options) => {
  if (place.hidden) return place.closest("section, article").querySelector("[data-edit]:not([hidden]), [tabindex='0']")?.focus(options);
  const grid = gridOf(place);
  for (const stop of grid?.querySelectorAll(STOPS) ?? []) {
    if (stop === place) continue;
    stop.removeAttribute("tabindex");
    for (const link of stop.querySelectorAll("a")) link.tabIndex = -1;
  }
  if (grid) for (const link of place.querySelectorAll("a:not(.anchor)")) link.removeAttribute("tabindex");
  place.tabIndex = 0;
  return place.focus(options);
};

// The headings and texts from this one on, and then those before it, the nearest first.
export const seatsFrom = (place) => {
  const all = [...place.closest("article, main").querySelectorAll(SEATS)];
  const isBefore = (seat) => seat.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
  const [before, after] = [all.filter(isBefore), all.filter((seat) => !isBefore(seat))];
  return [...after, ...before.reverse()];
};

const addStops = () => {
  for (const grid of document.querySelectorAll("[data-grid]")) {
    if (!isRegister(grid)) grid.setAttribute("aria-multiselectable", "true");
    if (grid.querySelector(STOPS)) continue;
    const rows = rowsOf(grid);
    const row = rows.find((each) => !each.querySelector("th")) ?? rows[0];
    const stop = row && (cellsOf(row).find((cell) => !cell.matches(".item__box")) ?? cellsOf(row)[0]);
    if (stop) stop.tabIndex = 0;
  }
  for (const link of document.querySelectorAll(LINKS)) link.tabIndex = -1;
  for (const place of document.querySelectorAll("[data-edit]:not([tabindex])")) {
    place.tabIndex = 0;
    const code = place.querySelector(":scope > pre[tabindex]");
    if (code?.scrollWidth <= code?.clientWidth) code.removeAttribute("tabindex"); // nothing in it can be scrolled
  }
};

const restore = () => {
  addStops();
  if (document.activeElement !== document.body) return;
  const gone = last && !last.isConnected ? [last] : [];
  const place = [...gone, ...lost].map(({ id }) => document.getElementById(id)).find(Boolean);
  if (place) focusPlace(place, { preventScroll: true });
};

document.addEventListener("focusin", ({ target }) => {
  last = placeOf(target) === target ? target : null;
  seat = last ?? document.getElementById(target.form?.dataset.place) ?? seat;
});
document.addEventListener("focusout", ({ target }) => { if (target.isConnected) last = null; });

document.addEventListener("htmx:before:swap", () => {
  const { activeElement: at } = document;
  const place = at.closest(".news") ? seat : at;
  const isPlace = place?.isConnected && placeOf(place) === place;
  // Where it goes away, one beside it. Not their ids, which a new row is about to change.
  lost = !isPlace ? [] : gridOf(place) ? NEAR.map(([right, down]) => neighbour(place, right, down)) : seatsFrom(place);
});
// A swap may take its time for a transition; keys that come meanwhile belong to the place.
document.addEventListener("htmx:before:settle", restore);
document.addEventListener("htmx:after:swap", restore);
addStops();
