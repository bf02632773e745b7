// data-announce, in a piece that was swapped in: its words are said to a screen reader.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) return;
  const said = document.querySelector("[data-announce]");
  const live = document.querySelector("#announcements");
  if (!said || !live) return;
  const words = said.textContent.replace(/\s+/g, " ").trim();
  if (live.textContent !== words) live.textContent = words;
});
