// The dialog of the keys: fetched when it is first asked for, kept for every page that follows.
import { showToast } from "../behaviors/toasts.js";
import { ask } from "../saving/sending.js";

let kept = "";

const fetched = async () => {
  const { status, text } = await ask("/help/keys");
  return status === 200 ? text : "";
};

export const showKeys = async () => {
  kept ||= await fetched();
  if (!kept) return showToast("failure");
  if (!document.querySelector("#keyboard")) document.body.append(document.createRange().createContextualFragment(kept));
  return document.querySelector("#keyboard:not([open])")?.showModal();
};
