// data-announce, in a piece that was swapped in: its words are said to a screen reader, the last ones where there are
// several: how many are left of a list stands below what is said of the whole.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) return;
  const said = [...document.querySelectorAll("[data-announce]")].at(-1);
  const live = document.querySelector("#announcements");
  if (!said || !live) return;
  const words = said.textContent.replace(/\s+/g, " ").trim();
  if (live.textContent !== words) live.textContent = words;
});
