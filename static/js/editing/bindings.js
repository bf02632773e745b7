// What a pressed key does, by the keyboard contract (webapp/views/keyboard.py).
import { CONTRACT } from "./contract.js";

const MODIFIERS = [["ctrlKey", "Control"], ["altKey", "Alt"], ["shiftKey", "Shift"]];
const SINGLE = /^[^+]$/;

// `Control+Shift+z`, as the contract writes it; ⌘ is Control. A sign has its Shift in it, and a letter of another
// script that is typed with Control is the one that the same key has in ours.
const chordOf = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }) => {
  const held = { ctrlKey: ctrlKey || metaKey, altKey, shiftKey };
  let name = key === " " ? "Space" : key;
  if (SINGLE.test(name)) {
    if (held.ctrlKey && !/[a-z]/i.test(name) && /^Key[A-Z]$/.test(code)) name = code.slice(3);
    if (name.toLowerCase() === name.toUpperCase()) held.shiftKey = false;
    name = name.toLowerCase();
  }
  return [...MODIFIERS.filter(([modifier]) => held[modifier]).map(([, word]) => word), name].join("+");
};

export const actionOf = (event, where) => {
  const chord = chordOf(event);
  if (SINGLE.test(chord) && !document.querySelector("[data-single-keys]")) return undefined;
  return CONTRACT[where]?.[chord];
};

// Whether a key types a character, dead keys and input methods among them.
export const isTyping = (event) => {
  if (event.key === "Process" || event.key === "Dead") return true;
  const isCommand = event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph"));
  return !isCommand && event.key !== " " && [...event.key].length === 1;
};
