// What is typed is asked for a moment later. Only the answer to the newest text is shown, whenever the others come.
import { ask } from "../saving/sending.js";
import { choose, follow } from "./choosing.js";

const REST = 60;
const PATIENCE = 15_000;
const QUIET = 400;
const TOO_LONG = 1_001; // more than the server takes is refused, however much more

export const state = { isBehind: false, isFollowing: false };
let newest = new AbortController();
let timer;
let telling;

export const askSoon = (field) => {
  clearTimeout(timer);
  newest.abort();
  state.isBehind = true;
  state.isFollowing = false;
  timer = setTimeout(askNow, REST, field);
};

export const askNow = async (field) => {
  clearTimeout(timer);
  newest.abort();
  const mine = (newest = new AbortController());
  const found = document.querySelector("#search-found");
  state.isBehind = true;
  found.setAttribute("aria-busy", "true");
  const { status, text } = await ask(`/search/typed?${new URLSearchParams({ q: field.value.slice(0, TOO_LONG) })}`, {
    signal: AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)]),
  });
  if (mine.signal.aborted) return;
  state.isBehind = false;
  found.removeAttribute("aria-busy");
  draw(found, field, status, document.createRange().createContextualFragment(text));
  if (state.isFollowing) follow(field);
};

const draw = (found, field, status, piece) => {
  found.replaceChildren(status === 200 ? piece : wrong(piece));
  htmx.process(found);
  field.setAttribute("aria-expanded", String(Boolean(found.querySelector("[role=option]"))));
  choose(field, found.querySelector("[data-best]"));
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
  telling = setTimeout(() => { document.querySelector("#search-told").textContent = words; }, QUIET);
};
