// A section or a document as Markdown: its editor comes from the server, which has the text, and lies over what it edits.
import { closeEditor, formOf, openEditor, valueOf } from "../editing/opening.js";
import { keep } from "../saving/keeping.js";
import { makeKey } from "../saving/naming.js";
import { ask } from "../saving/sending.js";
import { tab } from "../saving/tabs.js";
import { where } from "../saving/typing.js";

const placeOfForm = (form) => {
  const place = form && document.getElementById(form.dataset.place);
  return place?.hidden ? place : null;
};

document.addEventListener("click", async (event) => {
  const cancel = event.target.closest?.(".editor__buttons a");
  if (cancel && placeOfForm(formOf(cancel))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return closeEditor(formOf(cancel), { focus: true });
  }
  const link = event.target.closest?.("a[data-markdown]");
  const place = link && document.getElementById(link.dataset.markdown);
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  event.stopImmediatePropagation();
  link.closest("details")?.removeAttribute("open");
  link.closest("[popover]")?.hidePopover();
  const { status, text } = await ask(link.getAttribute("href"));
  const form = status === 200 && document.createRange().createContextualFragment(text).querySelector("form");
  return form ? openEditor(place, { form }) : location.assign(link.href);
}, { capture: true });

// Escape asks before it closes what was typed, and keeps it: it is offered on the next visit.
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && formOf(event.target);
  const place = form && placeOfForm(form);
  if (!place) return;
  const values = { text: valueOf(form), base: form.elements.base.value.replaceAll("\r\n", "\n") };
  if (values.text === values.base) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!confirm(document.querySelector("[data-ask]").dataset.ask)) return;
  closeEditor(form, { focus: true });
  const { address, label: describe } = place.dataset;
  keep({ ...where(), key: `draft-${makeKey()}`, tab, at: Date.now(), method: "PUT", address, describe, place: place.id, values });
}, { capture: true });

// Whoever writes a text for a part of a conflict means that one.
document.addEventListener("input", ({ target }) => {
  const way = target.matches?.("textarea") && target.closest(".part")?.querySelector("[value=edited]");
  if (way) way.checked = true;
});
