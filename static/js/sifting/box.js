// The box that filters a design: opened by its key, or there already where the address asks for it. What is typed stands in
// the address, so that a reload and the way back keep it. Escape takes it away and gives the focus back.
import { announce } from "../editing/announcing.js";
import { focusPlace, seatsFrom } from "../editing/focus.js";
import { formOf } from "../editing/opening.js";
import { ask } from "../saving/sending.js";
import { sift } from "./sieve.js";
import { parseWords } from "./words.js";

const SHOWN = ":not([hidden], [hidden] *)";
const HIT = `.sheet > section :is(.row :is(td, .item__text)[id], [id^=block-][data-edit])${SHOWN}`;
const HEADING = `.section__title [data-edit]${SHOWN}`;
let kept = "";
let from = null; // where the focus was, by its id too: what stands there may be drawn anew
let top = 0;
let speaking = 0;

const box = () => document.getElementById("sift");
const field = () => box().querySelector("input");
const sheet = () => document.querySelector("article.sheet");

export const openSift = async (early = () => "") => {
  if (!box()) await put();
  if (!box()) return;
  field().focus();
  if (early()) field().value += early();
  typedOn();
};

const put = async () => {
  from = document.activeElement;
  from = document.getElementById(formOf(from)?.dataset.place) ?? from;
  top = scrollY;
  kept ||= await fetched();
  if (box()) return;
  sheet().before(document.createRange().createContextualFragment(kept));
  box().dataset.adopted = ""; // what is typed from here on is applied as it is typed
};

const fetched = async () => {
  const { status, text } = await ask("/filter");
  if (status !== 200) throw new Error(status);
  return text;
};

const apply = () => {
  const typed = field().value.trim();
  const query = parseWords(typed);
  const found = sift(query);
  const said = query.strange ? box().dataset.strange : !typed ? "" : inWords(found) || box().dataset.nothing;
  box().querySelector("output").textContent = said;
  return said;
};

const inWords = (found) => Object.entries(found).filter(([, count]) => count)
  .map(([name, count]) => `${count} ${count === 1 ? name.slice(0, -1) : name}`).join(", ");

const typedOn = () => {
  const said = apply();
  const typed = field().value.trim();
  const address = new URL(location.href);
  address.hash = "";
  if (typed) address.searchParams.set("filter", typed);
  else address.searchParams.delete("filter");
  history.replaceState(history.state, "", address);
  clearTimeout(speaking); // not in the midst of a word
  speaking = setTimeout(() => announce(said), 300);
};

const close = () => {
  field().value = "";
  typedOn();
  box().remove();
  const place = from?.isConnected ? from : document.getElementById(from?.id);
  if (place && place !== document.body) focusPlace(place, { preventScroll: true });
  scrollTo({ top, behavior: "instant" });
};

const goOn = () => {
  const first = document.querySelector(HIT) ?? document.querySelector(HEADING);
  if (first) focusPlace(first);
};

document.addEventListener("input", ({ target }) => { if (target.closest("#sift")) typedOn(); });

document.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.target.closest?.("#sift input")) return;
  const deed = { Escape: close, Enter: goOn, ArrowDown: goOn }[event.key];
  if (!deed) return;
  event.preventDefault();
  event.stopPropagation();
  deed();
}, true);

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-unsift]")) return;
  event.preventDefault();
  event.stopPropagation(); // a boosted link would be followed
  close();
}, true);

// The page came with its box, by a link, a reload or the way back: it is shown as the address says.
const adopt = () => {
  if (!box() || box().matches("[data-adopted]")) return;
  box().dataset.adopted = "";
  apply();
};

document.addEventListener("htmx:after:swap", adopt);
adopt();
