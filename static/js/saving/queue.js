// Saves wait here for each other: one request at a time, in the order of what was done. Focus never waits for them.
// What the server does not take now is sent again; what it will not take is held until the person decides.
import { putInPlace } from "./answers.js";
import { drawBanner } from "./banner.js";
import { nearOf } from "./beside.js";
import { hold, release } from "./holding.js";
import { forget, isKept, keep } from "./keeping.js";
import { makeKey } from "./naming.js";
import { isUnborn } from "./newborn.js";
import { person, refreshToken } from "./person.js";
import { send } from "./sending.js";
import { tab } from "./tabs.js";
import { forgetTyped, where } from "./typing.js";
import { isWaiting, stopWaiting, wait } from "./waiting.js";

const CRASHES = 6;
const CLOSED = ["out", "other"];

// `queue` is what is not saved, in order; `trouble` is why nothing can be sent now.
export const state = { queue: [], trouble: "" };
let isSending = false;

// `values` are the form's fields, `place` is the id of what the answer replaces, `describe` says in a few words what was
// done. A text that equals the one it was opened with is none.
export const save = ({ method = "PUT", address, values, place, describe = "" }) => {
  forgetTyped(place);
  const held = state.queue.find((each) => each.held && each.place === place && each.address === address);
  if (!held && values.base !== undefined && (values.text ?? values.value) === values.base) return;
  // What was refused is nobody's base: this text starts from where that one did.
  const base = held && "base" in values ? { base: held.values.base } : {};
  enqueue({ key: makeKey(), method, address, place, describe, values: { ...values, ...base } });
  if (held) drop(held);
};

// Puts a change at the end; it may be one that was kept.
export const enqueue = (change) => {
  const near = nearOf(document.getElementById(change.place));
  const record = { ...where(), at: Date.now(), near, ...change, tab, since: Date.now() };
  record.unkept = !keep(record);
  state.queue.push(record);
  document.getElementById(record.place)?.classList.add("is-saving");
  drawBanner();
  sendNext();
};

export const drop = (change) => {
  state.queue = state.queue.filter((each) => each !== change);
  forget(change);
  release(change);
  drawBanner();
};

// Without waiting for the clock: somebody signed in again, came out of the tunnel, or asked for it.
export const tryNow = async () => {
  stopWaiting();
  if (isSending || !state.queue.length) return;
  isSending = true;
  if (CLOSED.includes(state.trouble)) await renew(state.queue[0]);
  isSending = false;
  drawBanner();
  sendNext();
};

const sendNext = async () => {
  if (isSending || isWaiting() || CLOSED.includes(state.trouble)) return;
  const change = state.queue.find((each) => !each.held && !isUnborn(each));
  if (!change) return;
  if (!change.unkept && !isKept(change)) drop(change); // it was thrown away in another tab
  else {
    isSending = true;
    const answer = await send(change);
    await settle(change, answer);
    isSending = false;
    drawBanner();
  }
  sendNext();
};

const settle = async (change, answer) => {
  const { status } = answer;
  if (status >= 200 && status < 300) await finish(change, answer);
  else if (status === 401) state.trouble = "out";
  else if (status === 403 && !change.renewed) await renew(change);
  else if (!status || status === 408 || status === 429 || (status >= 500 && !gaveUp(change, status))) {
    state.trouble = status ? "busy" : "gone";
    wait(answer);
  } else refuse(change, answer);
};

const finish = async (change, answer) => {
  const next = follower(change);
  state.trouble = "";
  wait();
  state.queue = state.queue.filter((each) => each !== change);
  const stored = await putInPlace(change, answer, next);
  // The next text of this place was typed over this one: that is no conflict.
  if (next && stored !== undefined && next.values.base === change.values.text) next.values.base = stored;
  if (next) keep(next);
  forget(change);
  const batch = answer.headers.get("Designbook-Batch");
  document.dispatchEvent(new CustomEvent("designbook:saved", { detail: { place: change.place, address: change.address, design: change.design, batch } }));
  // A draft restored on a list, which has no row for it yet.
  if (change.isUnseen && !state.queue.length) location.reload();
};

// What was typed over it meanwhile stands in for it, from where it started.
const refuse = (change, answer) => {
  const next = follower(change);
  if (!next) return hold(change, answer);
  next.values.base = change.values.base;
  keep(next);
  drop(change);
};

const follower = (change) => state.queue.find((each) => each !== change && !each.held
  && each.place === change.place && each.address === change.address && "base" in each.values);

// Once a change: where a fresh token is refused as well, the person may not do this.
const renew = async (change) => {
  const found = await refreshToken(change.person);
  if (found === "fresh") change.renewed = true;
  if (found !== "nobody") state.trouble = found === "fresh" ? "" : found;
};

const gaveUp = (change, status) => {
  change.crashes = (change.crashes ?? 0) + (status === 500);
  return change.crashes >= CRASHES;
};

// The page of somebody else: what is not theirs stays kept until its person comes back.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== document.body) return;
  const who = person();
  if (who) state.queue = state.queue.filter((each) => each.person === who);
  drawBanner();
  tryNow();
});
