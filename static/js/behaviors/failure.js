// A piece that could not be fetched leaves the page as it is, and says so. Our own answers of 500 and above bring
// their message along and name it in HX-Reswap; what a proxy in front of us answers does not.
import { showToast } from "./toasts.js";

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const isPiece = ctx.request.headers["HX-Request-Type"] === "partial";
  if (ctx.response.status < 500 || !isPiece || ctx.hx.reswap) return;
  ctx.hx.reswap = "none";
  showToast("failure");
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.status?.startsWith("error")) showToast("failure");
});
