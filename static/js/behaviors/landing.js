// Whoever follows a link to a cell, an item, a text or a heading has the focus there; to a line of code, its editor.
import { focusPlace } from "../editing/focus.js";
import { openEditor } from "../editing/opening.js";
import { placeOf } from "../editing/places.js";

export const land = (id = location.hash.slice(1)) => {
  const place = document.getElementById(id);
  if (!place || placeOf(place) !== place) return;
  focusPlace(place);
  place.scrollIntoView({ block: "nearest" }); // it may have had the focus before
  const line = new URLSearchParams(location.search).get("line");
  if (line) openEditor(place, { line });
};

// Styles that come later than their page may move what a link points at.
document.addEventListener("load", ({ target }) => {
  if (target.matches("[data-styles]")) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}, true);
addEventListener("hashchange", () => land());
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) land(ctx.request.anchor);
});
land();
