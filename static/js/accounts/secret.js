// data-copy, a button after a field: a click copies what stands there. The old way, which works without https as well.
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  button.previousElementSibling.select();
  button.nextElementSibling.value = document.execCommand("copy") ? "Copied." : "Press Ctrl C.";
});
