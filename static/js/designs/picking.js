// Which designs of the list are selected, and what is done to all of them: the bar over the list says how many. A click
// with Shift selects from the last one to this one.
import { save } from "../saving/queue.js";
import { listedRows, takeFocus } from "./rows.js";
import { countDown } from "./staying.js";

const boxes = () => [...document.querySelectorAll("[data-designs] input[name=designs]")];
const picked = () => boxes().filter((box) => box.checked);
const DONE = "many-done";
let last = null;
let listed = 0; // how many there were when something was asked for
let heir = null; // the row that has the focus once they are gone

const say = () => {
  const all = document.querySelector("[data-pick-all]");
  const [chosen, { length }] = [picked(), boxes()];
  const count = document.querySelector("[data-many] [data-count]");
  if (!all || !count) return;
  all.checked = length > 0 && chosen.length === length;
  all.indeterminate = chosen.length > 0 && !all.checked;
  for (const box of boxes()) box.closest("tr").toggleAttribute("data-picked", box.checked);
  const words = chosen.length ? `${chosen.length} selected` : "";
  if (count.textContent !== words) count.textContent = words;
};

// What may not be changed has no box.
const boxOf = (row) => row.querySelector("input[name=designs]");

export const pickOne = (row) => {
  const box = boxOf(row);
  if (!box) return;
  box.checked = !box.checked;
  last = box.id;
  say();
};

// Whether anything changed.
export const pickAll = (isPicked) => {
  const others = boxes().filter((box) => box.checked !== isPicked);
  for (const box of others) box.checked = isPicked;
  say();
  return others.length > 0;
};

// A step back gives up the row that is left.
export const extendPicked = (rows, from, to) => {
  const start = rows.findIndex((row) => boxOf(row)?.id === last && boxOf(row).checked);
  const isBack = start >= 0 && Math.abs(to - start) < Math.abs(from - start);
  if (start < 0) last = boxOf(rows[from])?.id;
  for (const [at, isPicked] of [[from, !isBack], [to, true]]) if (boxOf(rows[at])) boxOf(rows[at]).checked = isPicked;
  say();
};

document.addEventListener("click", ({ target, shiftKey }) => {
  if (target.closest?.("[data-clear]")) pickAll(false);
  if (!target.matches?.("[data-designs] input[name=designs]")) return;
  const all = boxes();
  const start = all.findIndex((box) => box.id === last);
  const [one, other] = [start, all.indexOf(target)].sort((a, b) => a - b);
  if (shiftKey && start >= 0) for (const box of all.slice(one, other + 1)) box.checked = target.checked;
  last = target.id;
  say();
});

const send = (form, address, values, describe) => {
  const designs = picked().map((box) => box.value);
  const rows = listedRows();
  listed = rows.length;
  heir = rows[rows.findLastIndex((row) => row.matches("[data-picked]")) + 1] ?? rows.findLast((row) => !row.matches("[data-picked]"));
  save({ method: "POST", address, values: { ...values, designs }, place: DONE, describe });
};

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-pick-all]")) pickAll(target.checked);
  const form = target.closest("[data-many]");
  if (!form || !target.value) return;
  send(form, form.getAttribute("action"), { [target.name]: target.value }, `${target.options[0].text} of several designs`);
  target.value = "";
});

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!target.matches("[data-many]") || !submitter) return;
  event.preventDefault();
  event.stopPropagation();
  send(target, submitter.getAttribute("formaction"), {}, "Designs to the bin");
}, true);

// Those that went to the bin are counted no longer; the focus goes on from where they were.
document.addEventListener("designbook:saved", ({ detail: { place } }) => {
  if (place !== DONE) return;
  countDown(listed - boxes().length);
  listed = boxes().length;
  say();
  if (!listed) document.querySelector("form#filter").requestSubmit();
  else takeFocus(heir);
});

document.addEventListener("htmx:after:swap", say);
say();
