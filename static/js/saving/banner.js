// “Not saved yet: 3 changes”, with the reason, until all is well. A save that takes no longer than usual is not worth it.
import { announce } from "../editing/announcing.js";
import { focusPlace } from "../editing/focus.js";
import { placeOf } from "../editing/places.js";
import { besideOf } from "./beside.js";
import { state } from "./queue.js";

const USUAL = 1500;
let timer;
let told = "";
let last = "";

export const drawBanner = () => {
  clearTimeout(timer);
  const [first] = state.queue;
  const old = document.querySelector(".unsaved");
  if (!first) {
    if (old) takeAway(old);
    if (told) announce("Everything is saved.");
    told = "";
    return;
  }
  const isUsual = !state.trouble && !state.queue.some((each) => each.held || each.unkept);
  const age = Date.now() - first.since;
  if (isUsual && age < USUAL && !old) {
    timer = setTimeout(drawBanner, USUAL - age);
    return;
  }
  const template = document.querySelector("#unsaved");
  const banner = old ?? template?.content.firstElementChild.cloneNode(true);
  if (!banner) return;
  fill(banner);
  if (!old) template.after(banner);
  // Why a change is held was said when it was.
  const reason = banner.querySelector("[data-why]:not([hidden], [data-why=held])")?.textContent ?? "";
  if (reason && told !== reason) announce(`${banner.querySelector("[data-count]").textContent}. ${reason}`);
  told = reason || " ";
};

// The focus of whoever pressed its button goes back to where the work is.
const takeAway = (banner) => {
  const hadFocus = banner.contains(document.activeElement);
  banner.remove();
  if (!hadFocus) return;
  const place = document.getElementById(last);
  if (place) focusPlace(place, { preventScroll: true });
  else document.querySelector("main").focus({ preventScroll: true });
};

const fill = (banner) => {
  const { queue, trouble } = state;
  const held = queue.filter((each) => each.held);
  const count = banner.querySelector("[data-count]");
  const [one, many] = [count.dataset.one, count.dataset.many];
  count.textContent = queue.length === 1 ? one : many.replace("0", queue.length);
  const why = trouble || (queue.some((each) => each.unkept) && "room") || (held.length && "held") || "slow";
  for (const words of banner.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== why;
  banner.querySelector("[data-sign-in]").hidden = !["out", "other"].includes(why);
  banner.querySelector("[data-try]").hidden = !["gone", "busy", "slow"].includes(why);
  const template = banner.querySelector("template");
  const rows = held.map((change) => {
    const row = template.content.firstElementChild.cloneNode(true);
    row.dataset.held = change.key;
    row.querySelector("[data-what]").textContent = change.describe;
    const [isHere, isBeside] = [document.getElementById(change.place), besideOf(change.key)];
    row.querySelector("[data-words]").textContent = isHere || isBeside ? "" : change.held.words;
    row.querySelector("[data-go-to]").hidden = !isHere && !isBeside;
    row.querySelector("[data-discard]").hidden = isBeside;
    return row;
  });
  banner.querySelector("ul").replaceChildren(template, ...rows);
};

document.addEventListener("focusin", ({ target }) => {
  const place = placeOf(target) ?? document.getElementById(target.form?.dataset.place);
  if (place) last = place.id;
});
