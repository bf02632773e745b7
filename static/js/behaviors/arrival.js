// A boosted link changes the page without the browser saying so. This says it to a screen reader: focus goes to the
// new page's main part, unless a field asks for it, and the title is announced.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target !== document.body) return;
  const main = document.querySelector("main");
  if (!main) return;
  if (!main.querySelector("[autofocus]")) main.focus({ preventScroll: true });
  const live = document.querySelector("#announcements");
  if (live) live.textContent = ctx.title || document.title; // htmx sets the title a moment later
});
