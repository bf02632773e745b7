// data-new-design, on the link to the form of a new design: over a list that is open, a row to type its title in. Enter
// makes it, Escape leaves; a title that is left is made as well, so that nothing typed is lost.
import { save } from "../saving/queue.js";
import { titleOf } from "./rows.js";
import { countDown } from "./staying.js";

const NEW = "[data-new-row]";
let made = 0;
let next = null; // what stands after the row that waits for its number, and for the focus

const open = (body) => {
  const row = document.querySelector(NEW) ?? document.getElementById("new-design").content.firstElementChild.cloneNode(true);
  if (!row.isConnected) body.prepend(row);
  row.querySelector("[name=title]").focus();
};

const leave = (row) => {
  row.remove();
  document.querySelector("[data-new-design]")?.focus();
};

const make = (row, isAwaited) => {
  const fields = [...row.querySelectorAll("[name]")];
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value.trim()]));
  if (!values.title) return leave(row);
  row.id = `fresh-${made += 1}`;
  row.removeAttribute("data-new-row");
  const words = document.createElement("span");
  words.append(values.title);
  words.tabIndex = -1;
  row.querySelector(".designs__title").replaceChildren(words);
  row.querySelector(".designs__key").replaceChildren(values.project);
  if (isAwaited) words.focus();
  next = { row: row.id, after: row.nextElementSibling, isAwaited };
  save({ method: "POST", address: "/designs", values: { ...values, row: row.id }, place: row.id, describe: `New design “${values.title}”` });
  return undefined;
};

document.addEventListener("click", (event) => {
  const body = document.querySelector("[data-designs] tbody");
  if (!event.target.closest?.("[data-new-design]") || !body || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation(); // a boosted link would be followed
  open(body);
}, true);

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(NEW);
  if (!row || event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") make(row, true);
  else leave(row);
}, true);

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const row = target.closest?.(NEW);
  if (!row || row.contains(relatedTarget) || document.activeElement === target) return;
  if (row.querySelector("[name=title]").value.trim()) make(row, false);
  else row.remove();
});

document.addEventListener("designbook:saved", ({ detail: { place } }) => {
  if (!/^fresh-/.test(place)) return;
  countDown(-1);
  if (place !== next?.row) return;
  const row = next.after ? next.after.previousElementSibling : document.querySelector("[data-designs] tbody")?.lastElementChild;
  if (next.isAwaited && document.activeElement === document.body) titleOf(row)?.focus();
});
