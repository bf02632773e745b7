// A page that was on its way while a save arrived, as after Back, does not show it: then it is asked for once more.
let newest = {};

document.addEventListener("designbook:saved", ({ detail: { design, batch } }) => {
  if (batch) newest = { design, batch: Number(batch) };
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const sheet = ctx.target === document.body && document.querySelector("[data-document]");
  if (!sheet || sheet.dataset.design !== newest.design || Number(sheet.dataset.batch) >= newest.batch) return;
  newest = {};
  htmx.ajax("GET", location.href, { target: document.body, swap: "outerSync" });
});
