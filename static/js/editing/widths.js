// The columns of a table keep their widths from its first edit on: what is saved makes a row higher, and no column
// wider. The style sheet takes them on screens alone. They are as wide as they like again when the window gets another
// width, and a table with other columns starts anew. They stand in rules and not in the elements: htmx gives what takes
// the place of an element the style of that, which the policy forbids.
const rules = new CSSStyleSheet();
document.adoptedStyleSheets.push(rules);
let steady = new Map(); // of the ids of blocks to the widths of their columns, by the ids of their heads
let width = innerWidth;

const tableOf = (place) => place.closest(".table > table");

const headsOf = (table) => [...table.tHead.rows[0].cells];

const widthOf = (element) => element.getBoundingClientRect().width;

export const keepWidths = (place) => {
  const table = tableOf(place);
  if (!table || table.matches(".is-steady")) return;
  const widths = new Map(headsOf(table).map((head) => [head.id, widthOf(head)]));
  steady.set(table.parentElement.id, { whole: widthOf(table), widths });
  const inline = ([id, pixels]) => `#${id} { --inline: ${pixels}px }`;
  rules.replaceSync([...steady].flatMap(([id, kept]) => [[`${id} > table`, kept.whole], ...kept.widths].map(inline)).join("\n"));
  hold(table);
};

const hold = (table) => {
  for (const each of [table, ...headsOf(table)]) each.classList.add("is-steady");
};

const letGo = (within) => {
  for (const each of within.querySelectorAll(".is-steady")) each.classList.remove("is-steady");
};

addEventListener("resize", () => {
  if (width === innerWidth) return;
  width = innerWidth;
  letGo(document);
  steady = new Map();
});

// What is drawn anew knows of no widths.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) steady = new Map();
  for (const [id, { widths }] of steady) {
    const block = document.getElementById(id);
    const table = block?.querySelector("table");
    if (table && headsOf(table).map((head) => head.id).join() === [...widths.keys()].join()) hold(table);
    else {
      steady.delete(id);
      if (block) letGo(block);
    }
  }
});
