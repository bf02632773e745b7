// data-drop, around a file input: files dropped anywhere on it go into that input, as if they had been chosen.
const zone = (event) => event.target.closest?.("[data-drop]");

document.addEventListener("dragover", (event) => {
  if (!zone(event)) return;
  event.preventDefault();
  zone(event).toggleAttribute("data-over", true);
});

document.addEventListener("dragleave", (event) => {
  if (!zone(event)?.contains(event.relatedTarget)) zone(event)?.removeAttribute("data-over");
});

document.addEventListener("drop", (event) => {
  if (!zone(event)) return;
  event.preventDefault();
  zone(event).removeAttribute("data-over");
  zone(event).querySelector("input[type=file]").files = event.dataTransfer.files;
});
