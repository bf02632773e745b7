// A piece that belongs to a place stands right after it: after the row of a cell, as a row of its own, or after the
// block. What the person types in meanwhile does not move under the hands.
import { sayOnScreen } from "../behaviors/time.js";

const wrapped = (row, box) => {
  const [line, cell] = row.matches("tr") ? ["tr", "td"] : ["li", "div"];
  const around = document.createElement(line);
  around.className = "beside-row";
  const inner = document.createElement(cell);
  if (line === "tr") inner.colSpan = row.children.length;
  else {
    around.setAttribute("role", "row");
    inner.setAttribute("role", "gridcell");
  }
  inner.append(box);
  around.append(inner);
  return around;
};

// The last of a title block, a heading or a block around the place: what a piece may stand after.
const around = (place) => place.closest(".titleblock, [id^=block-]:not(th), h1, h2, h3, h4, h5, h6") ?? place;

export const steady = (change) => {
  const field = document.activeElement?.matches("input, textarea") && document.activeElement;
  const before = field && field.getBoundingClientRect().top;
  change();
  if (field?.isConnected) scrollBy(0, field.getBoundingClientRect().top - before);
};

const boxes = new Map();

export const besideOf = (name) => boxes.get(name);

export const removeBeside = (name) => {
  const box = boxes.get(name);
  boxes.delete(name);
  if (box) steady(() => takeAway(box));
};

// The block, or else the section, that a place is in.
export const nearOf = (place) => place?.closest("[id^=block-]:not(th), section[id]")?.id;

// `name` is what the piece is about, `id` its place. Where that has gone it stands after what it was in, `near`, and
// where that has gone too at the head of the sheet.
export const putBeside = (id, name, content, near = "") => {
  removeBeside(name);
  const box = document.createElement("div");
  box.className = "beside";
  box.dataset.beside = name;
  box.dataset.place = id;
  box.dataset.near = near;
  box.append(content);
  boxes.set(name, box);
  steady(() => place(box));
  sayOnScreen();
};

const place = (box) => {
  const goal = document.getElementById(box.dataset.place) ?? document.getElementById(box.dataset.near);
  box.dataset.near = nearOf(goal) ?? box.dataset.near;
  const row = goal?.closest("tr.row, li.row, [data-designs] tr");
  if (row) row.after(wrapped(row, box));
  else if (goal) around(goal).after(box);
  else (document.querySelector("[data-document]") ?? document.querySelector("main"))?.prepend(box);
};

const takeAway = (box) => (box.closest(".beside-row") ?? box).remove();

// What is typed in a piece outlives that the page around it is drawn again. On another page it has no business.
let focused = null;

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.target === document.body) return boxes.clear();
  focused = document.activeElement;
  for (const box of boxes.values()) if (tasks.some(({ target }) => target?.contains?.(box))) takeAway(box);
});

document.addEventListener("htmx:after:swap", () => {
  for (const box of boxes.values()) if (!box.isConnected) place(box);
  if (focused?.isConnected && focused.closest(".beside")) focused.focus({ preventScroll: true });
  focused = null;
});
