// Says something to a screen reader, also when it is what was said last.
export const announce = (words) => {
  const live = document.querySelector("#announcements");
  if (live) live.textContent = live.textContent === words ? `${words}\u00a0` : words;
};
