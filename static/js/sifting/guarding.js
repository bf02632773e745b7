// While a page is filtered nothing happens to what is hidden: no step over it, no cells pasted over it, and what holds some of
// it is not deleted. The box says so, where it would have happened.
import { announce } from "../editing/announcing.js";
import { blockOf, gridOf, placeOf } from "../editing/places.js";
import { isSifted } from "./sieve.js";

const MOVES = ["row-up", "row-down", "indent", "outdent", "block-up", "block-down"];
const WRITING = "input, textarea, select, [contenteditable]";
let about = null; // the place whose menu is open

const refuse = (event, words) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  document.querySelector("#sift output").textContent = words;
  announce(words);
};

const refuseMove = (event) => refuse(event, "Clear the filter to move this: between here and there something is hidden.");

// A heading stands for its section.
const pieceOf = (place) => (gridOf(place) ? null : blockOf(place) ?? place.closest("section[id]"));
const hidesSome = (piece) => Boolean(piece?.querySelector("[data-sifted]"));

const refuseDeletion = (event, place) => {
  if (hidesSome(pieceOf(place))) refuse(event, "Clear the filter to delete this: some of it is hidden.");
};

const onSheet = (target) => isSifted() && target.closest?.("[data-document]");

document.addEventListener("keydown", (event) => {
  const place = onSheet(event.target) && !event.target.matches(WRITING) ? placeOf(event.target) : null;
  if (!place) return;
  if (event.altKey && event.key.startsWith("Arrow")) refuseMove(event);
  else if ((event.ctrlKey || event.metaKey) && event.key === "Backspace") refuseDeletion(event, place);
}, true);

document.addEventListener("pointerdown", (event) => {
  if (onSheet(event.target) && event.target.closest(".grip")) event.stopPropagation(); // a click still opens the menu
}, true);

document.addEventListener("focusin", ({ target }) => { about = placeOf(target) ?? about; });

document.addEventListener("click", (event) => {
  const deed = isSifted() && event.target.closest?.("[popover] [data-do]")?.dataset.do;
  if (!deed) return;
  if (MOVES.includes(deed)) refuseMove(event);
  else if (deed === "delete-block") refuseDeletion(event, about);
  else if (deed === "delete-column" && hidesSome(blockOf(about))) refuse(event, "Clear the filter to delete a column: some of its cells are hidden.");
  if (event.defaultPrevented) document.querySelector(":popover-open")?.hidePopover();
}, true);

document.addEventListener("paste", (event) => {
  const place = onSheet(event.target) && !event.target.matches(WRITING) ? placeOf(event.target) : null;
  const isLong = /\n./.test(event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n"));
  if (place && isLong && hidesSome(gridOf(place))) {
    refuse(event, "Clear the filter to paste several rows: some rows of this table are hidden.");
  }
}, true);
