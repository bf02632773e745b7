// A row that was changed stays where it is, whatever the list is narrowed to and sorted by, until the focus leaves it.
// Then it goes, if it no longer fits. What comes back from the bin is not in the list: it is drawn again.
import { takeFocus } from "./rows.js";

const filter = () => document.querySelector("form#filter");

const listAt = async (fields) => {
  const answer = await fetch(`/?${new URLSearchParams(fields)}`, { headers: { "HX-Request-Type": "partial" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.url);
  return answer.text();
};

export const countDown = (by) => {
  const count = document.querySelector(".designs__count [data-announce]");
  if (count) count.textContent = count.textContent.replace(/\d+/, (number) => number - by);
};

// Whether it fits is asked by its key, so that it may be on any page.
const letGo = async (row) => {
  row.removeAttribute("data-changed");
  const fields = new FormData(filter());
  const narrows = [...fields].some(([name, value]) => value && name !== "sort");
  if (!narrows || row.matches("[data-picked]")) return;
  fields.set("q", `${fields.get("q")} ${row.querySelector(".designs__key").textContent}`);
  const found = document.createRange().createContextualFragment(await listAt(fields));
  if (found.getElementById(row.id) || row.contains(document.activeElement)) return;
  row.remove();
  countDown(1);
};

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const row = target.closest?.("[data-designs] tbody tr");
  if (!row || row.contains(relatedTarget) || relatedTarget?.closest("#picker, form[data-place]")) return;
  if (row.matches("[data-changed]")) letGo(row).catch(() => row.setAttribute("data-changed", ""));
});

document.addEventListener("designbook:saved", ({ detail: { place } }) => {
  const row = document.getElementById(place)?.closest("[data-designs] tr");
  const isLeft = row && !row.contains(document.activeElement) && document.activeElement !== document.body;
  if (isLeft && !document.querySelector("#picker:popover-open, form[data-place]")) letGo(row).catch(() => {});
  else row?.setAttribute("data-changed", "");
});

document.addEventListener("htmx:after:request", async ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-undo-many]") || !filter()) return;
  const text = await listAt(new FormData(filter()));
  await htmx.swap({ text, target: document.querySelector("#designs"), swap: "outerMorph", sourceElement: document.body });
  takeFocus();
});
