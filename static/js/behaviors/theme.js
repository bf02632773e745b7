// data-theme-switch, on a form whose buttons each send a theme: the page takes it at once, while the server keeps it.
// The theme is on <html>, which no swap touches.
document.addEventListener("submit", ({ target, submitter }) => {
  if (!target.matches("[data-theme-switch]") || !submitter) return;
  const { value } = submitter;
  document.documentElement.dataset.theme = value;
  document.querySelector("meta[name=color-scheme]").content = value === "system" ? "light dark" : value;
});
