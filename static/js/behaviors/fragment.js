// data-keep-fragment, on a form: what stands after the # of the address goes with it. No server ever sees that part, and
// whoever followed a link to a row and had to sign in first would arrive at the head of the page.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-keep-fragment]") && location.hash) target.action += location.hash;
});
