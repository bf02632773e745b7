// A piece that could not be fetched leaves the page as it is, and says so. Our own answers of 500 and above bring
// their message along and name it in HX-Reswap; what a proxy in front of us answers does not.
const say = () => {
  const words = document.querySelector("#failure");
  const toasts = document.querySelector("#toasts");
  if (words && toasts) toasts.replaceChildren(words.content.cloneNode(true));
};

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const isPiece = ctx.request.headers["HX-Request-Type"] === "partial";
  if (ctx.response.status < 500 || !isPiece || ctx.hx.reswap) return;
  ctx.hx.reswap = "none";
  say();
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.status?.startsWith("error")) say();
});
