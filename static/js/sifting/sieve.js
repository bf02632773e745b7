// Leaves of a sheet what holds the words and hides the rest, as services/sifting.py does it for who has no scripts. What is
// drawn anew while a filter is on is to be seen, unless it was hidden: so a row that was edited stays until another word.
import { fits, fold } from "./words.js";

const CHROME = ".anchor, noscript, button, form";
const LEVEL = /section--(\d)/;
let texts = new WeakMap(); // what the pieces say; they are asked once, until something is drawn anew
let hidden = new Set(); // the ids of what is not left

export const isSifted = () => hidden.size > 0;

export const sift = (query) => {
  const found = { rows: 0, texts: 0, headings: 0 };
  hidden = new Set();
  if (query.words.length + query.without.length || query.strange) lookThrough(query, found);
  for (const piece of document.querySelectorAll("[data-sifted]")) if (!hidden.has(piece.id)) toggle(piece, false);
  hideAgain();
  return found;
};

// From the end, so that a heading knows whether something is left under it.
const lookThrough = (query, found) => {
  let left = [];
  for (const section of [...document.querySelectorAll("article.sheet > section[id]")].reverse()) {
    const level = Number(section.className.match(LEVEL)[1]);
    const heading = section.querySelector(":scope > .section__title");
    const hasWords = heading !== null && fits(textOf(heading), query);
    found.headings += hasWords;
    const blocks = [...section.querySelectorAll(":scope > [id^=block-]")].filter((block) => lookAtBlock(block, query, found));
    const isLeft = hasWords || blocks.length > 0 || (heading !== null && left.some((stays, other) => stays && other > level));
    left = left.slice(0, level);
    left[level] = isLeft;
    if (!isLeft) hidden.add(section.id);
  }
};

const lookAtBlock = (block, query, found) => {
  const rows = [...block.querySelectorAll(".row[id]:not(template *)")];
  let isLeft = false;
  for (const unit of unitsOf(rows)) {
    const count = unit.filter((row) => fits(textOf(row), query)).length;
    found.rows += count;
    if (count) isLeft = true;
    else for (const row of unit) hidden.add(row.id);
  }
  if (!rows.length && !block.matches(".table, .divider")) {
    isLeft = fits(textOf(block), query);
    found.texts += isLeft;
  }
  if (!isLeft) hidden.add(block.id);
  return isLeft;
};

// An item stays with what it is nested in and what is nested in it: nothing hidden hangs on what is to be seen.
const unitsOf = (rows) => {
  const units = [];
  for (const row of rows) {
    const unit = units.at(-1);
    if (unit && depthOf(row) > depthOf(unit[0])) unit.push(row);
    else units.push([row]);
  }
  return units;
};

const depthOf = (row) => Number(row.ariaLevel ?? row.className.match(/depth-(\d+)/)?.[1] ?? 0);

const textOf = (piece) => {
  if (!texts.has(piece)) {
    const copy = piece.cloneNode(true);
    for (const chrome of copy.querySelectorAll(CHROME)) chrome.remove();
    texts.set(piece, fold(copy.textContent));
  }
  return texts.get(piece);
};

const toggle = (piece, isHidden) => {
  piece.hidden = isHidden;
  piece.toggleAttribute("data-sifted", isHidden);
};

const hideAgain = () => {
  for (const id of hidden) {
    const piece = document.getElementById(id);
    if (piece && !(piece.hidden && piece.matches("[data-sifted]"))) toggle(piece, true);
  }
  for (const link of document.querySelectorAll(":is(.outline, .outline-fold) a[href^='#section-']")) {
    link.closest("li").hidden = hidden.has(link.hash.slice(1));
  }
};

document.addEventListener("htmx:after:swap", () => {
  texts = new WeakMap();
  if (isSifted()) hideAgain();
});
