// The options of an open list: one of them is active while the focus stays on the list, or on the box over it.
export const optionsOf = (box) => [...box.querySelectorAll("[role=option]:not([aria-disabled])")];

export const activate = (box, option) => {
  for (const each of optionsOf(box)) each.classList.toggle("is-active", each === option);
  box.querySelector("input, [role=listbox]").setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

// Marks the values that are chosen, and begins at the first of them.
export const filled = (box, values) => {
  const options = optionsOf(box);
  for (const option of options) option.ariaSelected = String(values.includes(option.dataset.value));
  const first = options.find((option) => option.ariaSelected === "true") ?? options[0];
  if (first) activate(box, first);
};

// Whether the key led to another option: by one, to an end, or to the next that begins or ends with what was typed.
export const step = (box, { key, target }) => {
  const options = optionsOf(box);
  const at = options.findIndex((option) => option.matches(".is-active"));
  const isTyped = target.matches("input");
  const ends = isTyped ? {} : { Home: 0, End: options.length - 1 };
  let next = { ArrowDown: (at + 1) % options.length, ArrowUp: (at < 1 ? options.length : at) - 1, ...ends }[key];
  if (next === undefined && !isTyped && key.length === 1) {
    const after = [...options.keys()].map((index) => (at + 1 + index) % options.length);
    const begins = (index) => options[index].textContent.trim().toLowerCase();
    next = after.find((index) => begins(index).startsWith(key.toLowerCase()) || (key >= "0" && key <= "9" && begins(index).endsWith(key)));
  }
  if (!options[next]) return false;
  activate(box, options[next]);
  return true;
};
