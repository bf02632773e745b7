// One of the results is chosen, the best one first; the focus stays where one types.
import { land } from "../behaviors/landing.js";
import { askNow, state } from "./asking.js";

const optionsOf = (field) => [...field.closest("dialog").querySelectorAll("[role=option]")];

export const chosen = (field) => document.getElementById(field.getAttribute("aria-activedescendant"));

export const choose = (field, option) => {
  chosen(field)?.removeAttribute("aria-selected");
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  return field.setAttribute("aria-activedescendant", option.id);
};

export const pressed = (event, field) => {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.isComposing) return;
  if (event.key === "ArrowDown") step(field, 1);
  else if (event.key === "ArrowUp") step(field, -1);
  else if (event.key === "Enter" && isCommand) window.open(chosen(field)?.href ?? field.form.action, "_blank", "noopener");
  else if (event.key === "Enter") follow(field);
  else if (isCommand && event.key.toLowerCase() === "k") field.select();
  else return;
  event.preventDefault();
};

const step = (field, by) => {
  const options = optionsOf(field);
  const at = options.indexOf(chosen(field));
  const first = by > 0 ? 0 : options.length - 1;
  state.isChosen = true;
  choose(field, options[at < 0 ? first : (at + by + options.length) % options.length]);
};

// Where the answer to what was typed is still on its way, it is followed as soon as it is there.
export const follow = (field) => {
  if (state.isBehind) state.isFollowing = true;
  else (chosen(field) ?? field.closest("dialog").querySelector("[data-all]"))?.click();
};

export const chooseOn = (event, field) => {
  const chip = event.target.closest("[data-words]");
  const link = event.target.closest("a[href]");
  if (event.target.closest("[data-close]") || event.target === event.currentTarget) return event.currentTarget.close();
  if (chip) return put(field, chip.dataset.words);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return undefined;
  event.currentTarget.close();
  if (!link.hash || link.pathname !== location.pathname || link.search !== location.search) return undefined;
  event.preventDefault();
  event.stopPropagation();
  if (link.hash === location.hash) return land();
  location.hash = link.hash;
  return undefined;
};

const put = (field, words) => {
  field.value = words;
  field.focus();
  askNow(field);
};
