// When to try again: after a while that grows, or as long as the server asks for; at once when the network comes back,
// when this tab is looked at again, or another tab signed in.
import { state, tryNow } from "./queue.js";

const LONGEST = 30_000;
const LOOK = 10_000;
let tries = 0;
let timer = 0;

// Without an answer: all is well again.
export const wait = (answer) => {
  stopWaiting();
  tries = answer ? tries + 1 : 0;
  if (!answer) return;
  const grown = Math.min(LONGEST, 500 * 2 ** tries) * (0.8 + 0.4 * Math.random());
  timer = setTimeout(tryNow, Number(answer.headers.get("Retry-After")) * 1000 || grown);
};

export const isWaiting = () => timer > 0;

export const stopWaiting = () => {
  clearTimeout(timer);
  timer = 0;
};

const tryIfTroubled = () => {
  if (state.trouble && !document.hidden) tryNow();
};

addEventListener("online", tryIfTroubled);
addEventListener("focus", tryIfTroubled);
document.addEventListener("visibilitychange", tryIfTroubled);
setInterval(() => {
  if (["out", "other"].includes(state.trouble)) tryIfTroubled();
}, LOOK);
