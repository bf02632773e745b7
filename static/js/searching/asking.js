// What is typed is asked for a moment later. Only the answer to the newest text is shown, whenever the others come.
import { ask } from "../saving/sending.js";
import { choose, chosen, follow } from "./choosing.js";

const REST = 60;
const PATIENCE = 15_000;
const QUIET = 400;
const TOO_LONG = 1_001; // more than the server takes is refused, however much more

export const state = { isBehind: false, isFollowing: false, isChosen: false };
let newest = new AbortController();
let timer;
let telling;

export const askSoon = (field) => {
  giveUp();
  state.isFollowing = false;
  timer = setTimeout(askNow, REST, field);
};

export const askNow = async (field) => {
  const mine = giveUp();
  const answer = await ask(`/search/typed?${new URLSearchParams({ q: field.value.slice(0, TOO_LONG) })}`, {
    signal: AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)]),
  });
  if (mine !== newest) return;
  const { isFollowing } = state;
  Object.assign(state, { isBehind: false, isFollowing: false });
  draw(foundOf(), field, answer.status, document.createRange().createContextualFragment(answer.text));
  if (isFollowing) follow(field);
};

const giveUp = () => {
  clearTimeout(timer);
  newest.abort();
  newest = new AbortController();
  Object.assign(state, { isBehind: true, isChosen: false });
  foundOf().setAttribute("aria-busy", "true");
  return newest;
};

const foundOf = () => document.querySelector("#search-found");

// What was chosen while the answer was on its way stays so, where the answer has it too.
const draw = (found, field, status, piece) => {
  const { href } = (state.isChosen && chosen(field)) || {};
  found.removeAttribute("aria-busy");
  found.replaceChildren([200, 422].includes(status) ? piece : wrong(piece));
  htmx.process(found);
  field.setAttribute("aria-expanded", String(Boolean(found.querySelector("[role=option]"))));
  const same = [...found.querySelectorAll("[role=option]")].find((option) => option.href === href);
  choose(field, same ?? found.querySelector("[data-best]"));
  tell(found);
};

// The words are those of the message that the server sent, or of the one for when there is none.
const wrong = (piece) => {
  const said = piece.querySelector("span") ?? document.querySelector("#failure").content.querySelector("span");
  const notice = document.querySelector("#search-wrong").content.cloneNode(true);
  notice.querySelector("p").append(...said.cloneNode(true).childNodes);
  return notice;
};

// Whoever listens is told once the typing rests.
const tell = (found) => {
  clearTimeout(telling);
  const words = found.querySelector("[data-told]")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const live = found.parentElement.querySelector("[role=status]");
  telling = setTimeout(() => { live.textContent = words; }, QUIET);
};
