// data-copy-links, around links to rows and sections (class `anchor`): a click goes there and copies the address as well.
// Without https, or where the reader refused it, a page may not copy: then the address stands in a field, selected.
import { showToast } from "./toasts.js";

const SECONDS = 4;

const copied = async (address) => {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false;
  }
};

const say = () => {
  const toast = showToast("link-copied");
  setTimeout(() => toast.remove(), SECONDS * 1000);
};

const offer = (address) => {
  const field = showToast("link-to-copy").querySelector("input");
  field.value = address;
  field.focus({ preventScroll: true });
  field.select();
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-copy-links] .anchor");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const next = (await copied(link.href)) ? say : offer;
  // Going there takes the focus from whatever has it, so what is shown comes after.
  setTimeout(() => next(link.href));
});
