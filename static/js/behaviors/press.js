// data-press="address of a bundle", on a link to a PDF: that saves it, and says how long it takes. Without it the link downloads.
import { load } from "./lazy.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-press]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  load(link.dataset.press).then(({ press }) => press(link)).catch(() => location.assign(link.href));
});
