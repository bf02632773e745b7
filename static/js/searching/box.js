// The box: a dialog that outlives the pages under it. What was typed is there, and selected, when it is opened again.
import { focusPlace } from "../editing/focus.js";
import { formOf } from "../editing/opening.js";
import { ask } from "../saving/sending.js";
import { askNow, askSoon, state } from "./asking.js";
import { chooseOn, pressed } from "./choosing.js";

let making = null;

export const openBox = async (early) => {
  const box = await (making ??= make().catch((error) => {
    making = null;
    throw error;
  }));
  const field = box.querySelector("input");
  if (!box.isConnected) document.body.append(box);
  if (!box.open) show(box);
  if (early()) field.value = early();
  else field.select();
  askNow(field);
};

const make = async () => {
  const { status, text } = await ask("/search/box");
  if (status !== 200) throw new Error(status);
  const box = document.createRange().createContextualFragment(text).querySelector("dialog");
  const styles = box.querySelector("link");
  document.body.append(box);
  htmx.process(box);
  await new Promise((resolve) => {
    styles.onload = resolve;
    styles.onerror = resolve;
  });
  // They are gone with a page that is swapped, unless they stand where no page does.
  document.head.append(styles);
  const field = box.querySelector("input");
  field.addEventListener("input", () => askSoon(field));
  field.addEventListener("keydown", (event) => pressed(event, field));
  box.addEventListener("click", (event) => chooseOn(event, field), true);
  return box;
};

// An editor is left by opening the box: what was typed into it is saved, and the focus goes back to its place.
const show = (box) => {
  const from = document.activeElement;
  const place = formOf(from)?.dataset.place;
  box.showModal();
  box.addEventListener("close", () => {
    state.isFollowing = false;
    const seat = !from.isConnected && document.getElementById(place);
    if (seat) focusPlace(seat, { preventScroll: true });
  }, { once: true });
};
