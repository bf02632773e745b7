// What was typed here and never saved is offered where it was typed, once its tab is gone: restored it is a save like any
// other, so that what somebody else wrote meanwhile is a conflict and not lost.
import { focusPlace } from "../editing/focus.js";
import { openEditor } from "../editing/opening.js";
import { placeOf, textOf } from "../editing/places.js";
import { paint } from "../editing/putting.js";
import { putBeside, removeBeside } from "./beside.js";
import { typedOf } from "./holding.js";
import { forget, keep, keptOf } from "./keeping.js";
import { makeKey } from "./naming.js";
import { isUnborn, newNameOf } from "./newborn.js";
import { enqueue, state } from "./queue.js";
import { otherTabs, tab } from "./tabs.js";
import { editorAt, keepNow, where } from "./typing.js";

const drafts = new Map();

// Texts of one cell are one draft, the last of them; all texts of a row that was never saved are one as well.
const grouped = (records) => Map.groupBy(records, (record) => {
  const name = newNameOf(record);
  return name ? `${record.tab} ${name}` : `${record.address} ${"text" in record.values || record.key}`;
});

const isOpen = ({ key, place }) => key === `typed-${tab}` && editorAt(place);

// A draft gets a name of its own, so that what is typed in the same place now does not take its place.
const renamed = (record) => {
  if (record.key !== `typed-${tab}`) return record;
  forget(record);
  const draft = { ...record, key: `draft-${makeKey()}` };
  keep(draft);
  return draft;
};

const offerAll = async () => {
  const here = where();
  if (!here.person || !keptOf(here.person).length) return;
  const others = await otherTabs();
  if (where().page !== here.page) return;
  const waiting = new Set(state.queue.map(({ key }) => key));
  const found = keptOf(here.person).filter((each) => each.design === here.design && each.page === here.page
    && !waiting.has(each.key) && !others.has(each.tab) && !isOpen(each));
  for (const records of grouped(found).values()) offer(records.map(renamed));
};

const offer = (records) => {
  const last = records.at(-1);
  const place = document.getElementById(last.place);
  const stored = place && "text" in last.values && !newNameOf(last) ? textOf(place) : undefined;
  if (stored !== undefined && stored === typedOf(last)) return records.forEach(forget);
  // One of them was saved although nobody heard the answer: then the last one started from it.
  const wasSaved = records.some(({ values }) => values.text === stored);
  drafts.set(last.key, { records, base: wasSaved ? stored : records[0].values.base });
  const content = document.querySelector("#draft").content.cloneNode(true);
  const typed = newNameOf(last) ? records.map(typedOf).join(" | ") : typedOf(last);
  content.querySelector("[data-typed]").textContent = typed;
  const isText = typed && !("value" in last.values || "title" in last.values);
  content.querySelector(isText ? "[data-draft-done]" : "[data-draft-typed]").remove();
  content.querySelector("[data-what]").textContent = last.describe;
  if (!isText || newNameOf(last)) content.querySelector("[data-place-name]").replaceChildren(isText ? "" : last.describe);
  if (!typed) content.querySelector("[data-typed]").remove();
  const block = records.find(({ row }) => row)?.row.block ?? last.address.match(/blocks\/\d+/)?.[0].replace("s/", "-");
  putBeside(place ? last.place : block, last.key, content);
};

// What was still being typed is in its editor again; what had been saved, but for the server, is saved.
const restore = ({ records, base }) => {
  const last = records.at(-1);
  const place = document.getElementById(last.place);
  const values = "text" in last.values ? { ...last.values, text: typedOf(last), base } : last.values;
  if (newNameOf(last)) return restoreRow(records);
  const form = place && isTyped(last) && openEditor(place, { text: values.text });
  if (form) resume(form, values);
  else {
    if (place && "text" in values) paint(place, values.text);
    const isAsSent = records.length === 1 && !isTyped(last) && JSON.stringify(values) === JSON.stringify(last.values);
    const mayShow = place || last.design;
    enqueue({ ...last, held: undefined, values, key: isAsSent ? last.key : makeKey(), isUnseen: !mayShow });
  }
  return records.filter(({ key }) => !state.queue.some((each) => each.key === key)).forEach(forget);
};

const resume = (form, { base }) => {
  form.elements.base.value = base;
  form.querySelector("[name=text]").dispatchEvent(new Event("input", { bubbles: true }));
  keepNow();
};

const isTyped = ({ key }) => /^(typed|draft)-/.test(key);

// Under a name that no row of this page has; its first save is the request that was sent, if one was.
const restoreRow = (records) => {
  const name = newNameOf(records[0]);
  const fresh = `new-${Date.now()}`;
  const anew = ({ place, address, key, ...each }) => ({
    ...each, key: isTyped({ key }) ? makeKey() : key, place: place.replace(name, fresh), address: address.replace(name, fresh),
  });
  records.forEach(forget);
  const first = records.find(({ method }) => method === "POST");
  const rest = records.filter((each) => each !== first);
  const column = ({ place }) => place.slice(place.lastIndexOf("-") + 1);
  const made = first ?? {
    ...rest[0], method: "POST", address: `/blocks/${rest[0].row.block.slice("block-".length)}/rows`, place: `row-${name}`,
    values: { after: rest[0].row.after, [column(rest.shift())]: records[0].values.text },
  };
  if (isUnborn(made)) made.values = { ...made.values, after: lastOf(made.address) };
  for (const each of [made, ...rest]) enqueue(anew(each));
};

// The row that it was to stand after had no number either: then it stands at the end.
const lastOf = (address) => {
  const rows = document.querySelectorAll(`#block-${address.match(/\d+/)} .row:not([id^=row-new])`);
  return [...rows].at(-1)?.id.slice("row-".length) ?? "";
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-draft] button");
  const box = button?.closest("[data-beside]");
  const draft = drafts.get(box?.dataset.beside);
  if (!draft) return;
  if (button.matches("[data-restore]")) restore(draft);
  else draft.records.forEach(forget);
  drafts.delete(box.dataset.beside);
  const place = document.getElementById(box.dataset.place);
  removeBeside(box.dataset.beside);
  if (place && placeOf(place) === place && !editorAt(place.id)) focusPlace(place, { preventScroll: true });
});

const withdraw = (isOthers) => {
  for (const [name, { records }] of drafts) {
    if (!records.some(isOthers)) continue;
    removeBeside(name);
    drafts.delete(name);
  }
};

// Another tab saved it, or threw it away.
addEventListener("storage", ({ key, newValue }) => {
  if (newValue === null) withdraw((each) => key?.endsWith(`:${each.key}`));
});
// A tab that had its hands full when it was asked answers late: it is about to save it.
document.addEventListener("designbook:tab", ({ detail }) => withdraw((each) => each.tab === detail));

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) offerAll();
});
offerAll();
