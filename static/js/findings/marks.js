// data-marks="clash" or "finding", on a link beside a design to a place of the same page: that place gets the mark, and
// the words of the link describe it; while it has the focus, or the pointer is on it, they stand in a corner. Chapters of the
// contents get the number of what was found in them. What a save changed is asked again.
const LINKS = "#remarks a[data-marks]";

const placeOf = (link) => document.getElementById(link.hash.slice(1));
export const linksOf = () => [...document.querySelectorAll(LINKS)].filter(placeOf);

// A section is marked at its heading.
const markedOf = (link) => {
  const place = placeOf(link);
  return place.matches(".section") ? place.querySelector(".section__title") ?? place : place;
};

const set = (element, name, value) => { if (element.getAttribute(name) !== value) element.setAttribute(name, value); };

const mark = () => {
  const told = new Map();
  for (const link of linksOf()) {
    const place = markedOf(link);
    told.set(place, [...told.get(place) ?? [], link]);
  }
  for (const old of document.querySelectorAll("[data-finding]")) {
    if (told.has(old) || !old.closest("[data-document], .sheet")) continue;
    old.removeAttribute("data-finding");
    old.removeAttribute("aria-describedby");
  }
  for (const [place, links] of told) {
    set(place, "data-finding", links.some(({ dataset }) => dataset.marks === "clash") ? "clash" : "finding");
    set(place, "aria-describedby", links.map(({ id }) => id).join(" "));
  }
  count([...told.keys()]);
};

// The last chapter that begins at or before the place.
const count = (places) => {
  for (const list of document.querySelectorAll(".outline, .outline-fold")) {
    const chapters = [...list.querySelectorAll("a")].map((link) => [link, placeOf(link)]).filter(([, chapter]) => chapter);
    const numbers = new Map();
    for (const place of places) {
      const begins = ([, chapter]) => chapter.contains(place) || chapter.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
      const [link] = chapters.findLast(begins) ?? [];
      numbers.set(link, (numbers.get(link) ?? 0) + 1);
    }
    for (const [link] of chapters) {
      if (numbers.has(link)) set(link, "data-findings", String(numbers.get(link)));
      else link.removeAttribute("data-findings");
    }
  }
};

const note = () => {
  let element = document.getElementById("found-note");
  if (!element) {
    element = document.createElement("div");
    element.id = "found-note";
    element.className = "found-note";
    element.hidden = true;
    document.body.append(element);
  }
  return element;
};

// An open editor stands over its place, not in it.
const foundAt = (target) => {
  const place = document.getElementById(target.closest?.("form")?.dataset.place ?? "") ?? target;
  return place.closest?.("[data-finding]");
};

const tell = (place) => {
  const ids = place?.getAttribute("aria-describedby")?.split(" ") ?? [];
  const words = ids.map((id) => document.getElementById(id)?.textContent).filter(Boolean).join(" ");
  const element = note();
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
};

// What the pointer is on is told; else what has the focus.
document.addEventListener("mouseover", ({ target }) => tell(foundAt(target) ?? foundAt(document.activeElement)));
document.addEventListener("focusin", ({ target }) => tell(foundAt(target)));
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") note().hidden = true; });

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const remarks = document.getElementById("remarks");
  if (!remarks) return note().hidden = true;
  mark();
  // What stands around a document was counted again after a save.
  if (ctx.target?.matches?.("[data-document]") && ctx.swap === "beforeend") htmx.trigger(remarks, "remarks");
});
mark();
tell(foundAt(document.activeElement));
