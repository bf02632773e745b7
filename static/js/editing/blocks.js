// What the keys do on a text, a piece of code or a heading.
import { save } from "../saving/queue.js";
import { focusPlace, seatsFrom } from "./focus.js";
import { openMenu } from "./menus.js";
import { openEditor } from "./opening.js";
import { blockOf, numberOf } from "./places.js";

export const blockKeys = {
  open: (place) => openEditor(place),
  "block-up": (place) => move(place, -1),
  "block-down": (place) => move(place, 1),
  "delete-block": (place) => {
    const piece = pieceOf(place);
    if (!piece) return "browser";
    if (piece.matches(".is-leaving")) return undefined;
    const words = piece.matches("section") ? "A section deleted" : "A block deleted";
    save({ method: "DELETE", address: addressOfPiece(piece), values: {}, place: piece.id, describe: words });
    piece.classList.add("is-leaving");
    // The focus goes on at once, as it does from a row.
    const next = seatsFrom(place).find((seat) => !piece.contains(seat));
    if (next) focusPlace(next);
    return undefined;
  },
  menu: (place) => openMenu(place),
};

// A heading stands for its section; what stands in the title block for nothing that could be moved.
const pieceOf = (place) => blockOf(place) ?? place.closest(".section__title")?.closest("section[id]") ?? null;

const addressOfPiece = (piece) => `/${piece.matches("section") ? "sections" : "blocks"}/${numberOf(piece)}`;

const move = (place, step) => {
  const piece = pieceOf(place);
  const values = piece && (piece.matches("section") ? sectionValues(piece, step) : blockValues(piece, step));
  if (!values) return piece ? undefined : "browser";
  const words = piece.matches("section") ? "A section moved" : "A block moved";
  return save({ address: `${addressOfPiece(piece)}/position`, values, place: piece.id, describe: words });
};

// Within its section, and at its edge into the next one.
const blockValues = (block, step) => {
  const section = block.closest("section[id]");
  const blocks = [...section.querySelectorAll(":scope > [id^=block-]")];
  const at = blocks.indexOf(block);
  if (blocks[at + step]) return { section: numberOf(section), after: idOf(blocks[step < 0 ? at - 2 : at + 1]) };
  const other = step < 0 ? section.previousElementSibling : section.nextElementSibling;
  if (!other?.matches("section[id]")) return null;
  const after = step < 0 ? [...other.querySelectorAll(":scope > [id^=block-]")].at(-1) : null;
  return { section: numberOf(other), after: idOf(after) };
};

// With what is nested in it, over a whole section of its own level.
const sectionValues = (section, step) => {
  const isNested = (other) => levelOf(other) > levelOf(section);
  const sections = [...section.parentElement.querySelectorAll(":scope > section[id]")];
  const at = sections.indexOf(section);
  const end = (from) => {
    let last = from;
    while (sections[last + 1] && isNested(sections[last + 1])) last += 1;
    return last;
  };
  if (step > 0) {
    const next = sections[end(at) + 1];
    return next && levelOf(next) === levelOf(section) ? { after: idOf(next) } : null;
  }
  const before = sections.findLastIndex((other, index) => index < at && !isNested(other));
  if (before < 0 || levelOf(sections[before]) !== levelOf(section)) return null;
  return { after: idOf(sections[before - 1]) };
};

const levelOf = (section) => Number(section.className.match(/section--(\d)/)[1]);

const idOf = (piece) => (piece ? numberOf(piece) : "");
