// A row that only this browser knows is called `row-new-1`. Its first save makes it; those that follow wait for its
// number, and then everything that bears the row's name takes the real one, where it stands.
import { forget, keep } from "./keeping.js";
import { state } from "./queue.js";
import { forgetTyped } from "./typing.js";

const FIELDS = ["after", "row", "rows"];
const NEW = /\bnew-\d+/;

// `new-1` of a change of `row-new-1` or of one of its cells; undefined for a change of any other row.
export const newNameOf = ({ place }) => place.match(NEW)?.[0];

export const isUnborn = ({ address, values }) =>
  NEW.test(address) || FIELDS.some((field) => [values[field]].flat().some((value) => NEW.test(value)));

// Whether the server would not make a row with what this column held: its next text makes the row.
export const isUnmade = ({ id }, column) =>
  state.queue.some(({ held, address, place, values }) => held && place === id && address.endsWith("/rows") && column in values);

// `tasks` are the pieces of an answer that are about to take their places, as htmx has them. The row among them that is
// new gives its name to the one that stands for it.
export const giveBirth = (change, tasks) => {
  const name = newNameOf(change);
  const born = name && tasks.find(isNewRow);
  if (!born) return;
  rename(name, born.fragment.firstElementChild.id.slice("row-".length));
};

const isNewRow = ({ fragment, swapSpec }) =>
  /^row-\d+$/.test(fragment.firstElementChild?.id) && !swapSpec.style.startsWith("outer");

const rename = (name, number) => {
  const renamed = (value) => String(value).replace(new RegExp(`\\b${name}\\b`), number);
  for (const each of document.querySelectorAll(`#row-${name}, [id^="row-${name}-"]`)) each.id = renamed(each.id);
  for (const form of document.querySelectorAll(`form[data-place^="row-${name}-"]`)) {
    forgetTyped(form.dataset.place);
    form.dataset.place = renamed(form.dataset.place);
    form.elements.text?.dispatchEvent?.(new Event("input", { bubbles: true })); // kept under its new name
  }
  follow(name, number);
  for (const waiting of state.queue) {
    const before = { ...waiting };
    waiting.address = renamed(waiting.address);
    waiting.place = renamed(waiting.place);
    for (const field of FIELDS) {
      if (field in waiting.values) waiting.values[field] = [waiting.values[field]].flat().map(renamed);
    }
    if (keep(waiting) && before.place !== waiting.place) forget(before);
  }
};

// Rows without a text yet that are to stand after a row: now after the one of this number.
const follow = (name, number) => {
  for (const row of document.querySelectorAll(`[data-after="${name}"]`)) row.dataset.after = number;
};

// Where the text that was to make a row is thrown away, the next one that was typed into the row makes it; where there
// is none, what was to stand after it stands where it was to. Whether the row is still to be made.
export const passOn = (change) => {
  const name = newNameOf(change);
  if (!name || change.method !== "POST") return false;
  const { after } = change.values;
  const own = state.queue.filter((each) => each !== change && newNameOf(each) === name);
  const heir = own.find(({ address }) => address.includes("/cells/"));
  if (heir) return inherit(heir, change);
  own.forEach(forget);
  state.queue = state.queue.filter((each) => !own.includes(each));
  follow(name, after);
  for (const each of state.queue.filter(({ values }) => values.after === name)) {
    each.values.after = after;
    keep(each);
  }
  return false;
};

const inherit = (heir, { method, address, place, values: { after } }) => {
  const column = heir.address.slice(heir.address.lastIndexOf("/") + 1);
  forget(heir);
  document.getElementById(heir.place)?.classList.remove("is-saving");
  Object.assign(heir, { method, address, place, values: { after, [column]: heir.values.text } });
  keep(heir);
  return true;
};
