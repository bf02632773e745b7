// A click or a tap on a cell or a text opens it where it was hit. Not on a link in it, and not at the end of a selection
// of text; with Shift it selects cells.
import { focusPlace } from "./focus.js";
import { openEditor } from "./opening.js";
import { gridOf, placeOf, rowOf } from "./places.js";
import { tick } from "./putting.js";
import { extendTo } from "./selection.js";

const OWN = "a, button, input, select, textarea, label, summary, form, dialog";

const placeAt = ({ target }) => (target.closest?.(OWN) ? null : placeOf(target));

document.addEventListener("mousedown", (event) => {
  const place = placeAt(event);
  if (event.shiftKey && place && gridOf(place)) event.preventDefault(); // no selection of text
});

document.addEventListener("click", (event) => {
  const place = placeAt(event);
  if (!place || event.defaultPrevented || !getSelection().isCollapsed) return;
  if (event.shiftKey && gridOf(place)) extendTo(place);
  else if (event.ctrlKey || event.metaKey) focusPlace(place, { preventScroll: true });
  else if (!place.matches(".item__box")) openEditor(place, { point: event });
  else {
    focusPlace(place, { preventScroll: true });
    tick(rowOf(place));
  }
});
