// An editor lies over its place, as large and with its letters exactly where they stood: opening and closing it moves
// nothing. It belongs to the sheet and not to the cell, so that no box cuts it off and no swap of the cell takes it away.
const ROOM = 20; // in rem: as wide as the editor of a narrow cell may grow
const LETTERS = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontVariantNumeric", "fontVariantLigatures", "lineHeight",
  "letterSpacing", "textAlign", "direction"];
const AIR = 4; // pixels around a text that has no room of its own
const laid = new Set();

export const layOver = (form, place) => {
  hostOf(place).append(form);
  laid.add(form);
  fit(form);
};

export const liftOff = (form) => {
  laid.delete(form);
  form.remove();
};

const hostOf = (place) => place.closest(".sheet, main");

// A heading's words are as wide as they are; its line is what the editor covers. What is not to be seen stands for the
// section or the document that it is in.
const boxOf = (place) => {
  if (place.hidden) return place.closest("section, article");
  return getComputedStyle(place).display === "inline" ? place.parentElement : place;
};

const fit = (form) => {
  const place = document.getElementById(form.dataset.place);
  if (!place) return;
  if (!form.isConnected || form.parentElement === document.body) move(form, hostOf(place));
  const box = boxOf(place);
  const inner = box.querySelector(":scope > pre") ?? box;
  const style = getComputedStyle(inner);
  const letters = getComputedStyle(box.querySelector(":scope > pre > code, :scope > .verb") ?? inner);
  const area = inner.getBoundingClientRect();
  const host = form.offsetParent.getBoundingClientRect();
  const [across, down] = [parseFloat(style.paddingInlineStart), parseFloat(style.paddingBlockStart)];
  const [x, y] = [Math.max(0, AIR - across), Math.max(0, AIR - down)];
  const [width, height] = [area.width + 2 * x, area.height + 2 * y];
  const room = Math.min(ROOM * parseFloat(getComputedStyle(document.documentElement).fontSize), host.right - area.left);
  Object.assign(form.style, {
    left: `${area.left - x - host.left - form.offsetParent.clientLeft}px`,
    top: `${area.top - y - host.top - form.offsetParent.clientTop}px`,
  });
  const field = form.querySelector(".editor__field, .editor__flags");
  if (!place.hidden) for (const name of LETTERS) field.style[name] = letters[name];
  // A field of one line would put it in the middle of a high cell.
  const below = field.matches("input") ? height - down - y - parseFloat(letters.lineHeight) : 0;
  Object.assign(field.style, {
    padding: `${down + y}px ${across + x}px ${Math.max(down + y, below || 0)}px`,
    minInlineSize: `${width}px`,
    maxInlineSize: `${Math.max(width, room)}px`,
    minBlockSize: `${height}px`,
  });
};

const fitAll = () => { for (const form of laid) fit(form); };

// To another parent, without the browser taking the focus from it, or anybody noticing where it must.
const move = (form, host) => {
  if (host.moveBefore && form.isConnected) return host.moveBefore(form, null);
  const { activeElement: field } = document;
  const { selectionStart, selectionEnd } = field;
  const isLeft = form.contains(field);
  form.dataset.closed = "";
  host.append(form);
  delete form.dataset.closed;
  if (isLeft) field.focus({ preventScroll: true });
  if (isLeft && field.setSelectionRange) field.setSelectionRange(selectionStart, selectionEnd);
};

// A swap of what an editor stands in passes under it.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.target === document.body) return;
  for (const form of laid) if (tasks.some(({ target }) => target?.contains?.(form))) move(form, document.body);
});

addEventListener("resize", fitAll);
addEventListener("scroll", ({ target }) => { if (target !== document) fitAll(); }, { capture: true, passive: true });

// What else a swap sets off may move the places again, before anybody sees them.
document.addEventListener("htmx:after:swap", () => {
  fitAll();
  requestAnimationFrame(fitAll);
});
