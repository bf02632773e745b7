// Where a thing may be dropped: what it comes to stand after, what the server is told, and where the line is drawn.
import { blockOf, gridOf, numberOf, rowsOf } from "../editing/places.js";

const levelOf = (thing) => Number(thing.ariaLevel ?? thing.className.match(/section--(\d)/)?.[1] ?? 1);

// A thing and what is nested in it; `all` are the things of its kind, in order.
const withNested = (thing, all) => {
  const rest = all.slice(all.indexOf(thing) + 1);
  const end = rest.findIndex((each) => levelOf(each) <= levelOf(thing));
  return [thing, ...rest.slice(0, end < 0 ? rest.length : end)];
};

const items = (grid) => rowsOf(grid).filter((row) => row.matches(".row[id]:not([data-unsaved])"));
const sections = (sheet) => [...sheet.querySelectorAll(":scope > section[id]")];
const blocks = (section) => [...section.querySelectorAll(":scope > [id^=block-]")];
const kindOf = (block) => `${block.className.replace(/\s*table--(size|whole)\S*/g, "")} ${[...block.querySelectorAll("th")].map((th) => th.textContent.trim()).join("|")}`;

// The next block, down or up, that a row of this one may go to.
export const twinOf = (block, down) => {
  const all = [...block.closest("[data-document]").querySelectorAll("section > [id^=block-]")];
  const alike = all.filter((each) => kindOf(each) === kindOf(block));
  return alike[alike.indexOf(block) + (down ? 1 : -1)] ?? null;
};

export const partsOf = (kind, thing) => {
  if (kind === "block") return [thing];
  if (kind === "section") return withNested(thing, sections(thing.parentElement));
  return gridOf(thing).matches("table") ? [thing] : withNested(thing, items(gridOf(thing)));
};

const isUpper = (element, y) => {
  const { top, height } = element.getBoundingClientRect();
  return y < top + height / 2;
};

const finders = {
  row: (dragged, under, y) => {
    const block = under.closest("[id^=block-]:not(th)");
    if (!block || kindOf(block) !== kindOf(blockOf(dragged))) return null;
    const grid = block.querySelector("[data-grid]") ?? block;
    const all = items(grid);
    const over = under.closest(".row[id]");
    let at = over ? all.indexOf(over) - isUpper(over, y) : under.closest("thead") ? -1 : all.length - 1;
    // An item stays as deep as it is: it comes after the last one that is no deeper, and what is nested in that.
    while (at >= 0 && levelOf(all[at]) > levelOf(dragged)) at -= 1;
    const after = all[at] ?? null;
    const last = after && levelOf(after) >= levelOf(dragged) && !grid.matches("table") ? withNested(after, all).at(-1) : after;
    const body = grid.tBodies?.[0] ?? grid;
    return { after, last, parent: body, first: all[0], values: { block: numberOf(block), after: after ? numberOf(after) : "" } };
  },
  block: (dragged, under, y) => {
    const section = under.closest("section[id]");
    if (!section) return null;
    const all = blocks(section);
    const over = under.closest("section > [id^=block-]");
    const at = over ? all.indexOf(over) - isUpper(over, y) : -1;
    const after = all[at] ?? null;
    const last = after ?? section.querySelector(":scope > .section__title");
    return { after, last, parent: section, first: all[0], values: { section: numberOf(section), after: after ? numberOf(after) : "" } };
  },
  section: (dragged, under, y) => {
    const sheet = under.closest("[data-document]");
    const over = under.closest("section[id]");
    if (!over) return null;
    const all = sections(sheet);
    let at = all.indexOf(over) - isUpper(over, y);
    while (at > 0 && levelOf(all[at]) > levelOf(dragged)) at -= 1;
    const after = all[at];
    // What stands before the first heading, and the heading in the title block, stay where they are.
    if (!after) return null;
    const last = levelOf(after) >= levelOf(dragged) ? withNested(after, all).at(-1) : after;
    return { after, last, parent: sheet, first: all[0], values: { after: numberOf(after) } };
  },
};

// The place that the pointer is at, or null: `last` is the element that it is behind, `parent` what it is in.
export const slotAt = (kind, dragged, x, y) => {
  const under = document.elementFromPoint(x, y);
  const slot = under?.closest("[data-document]") ? finders[kind](dragged, under, y) : null;
  const parts = partsOf(kind, dragged);
  return slot && !parts.includes(slot.after) && !parts.includes(slot.last) ? slot : null;
};
