// Escape in the form of a view’s name leaves it as its Cancel does.
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape") target.closest?.("[data-views] form")?.querySelector("a").click();
});
