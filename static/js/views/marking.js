// Which of the saved views is the current one, while somebody narrows their list: the list says by data-now how it is.
const mark = () => {
  const now = document.querySelector("[data-now]")?.dataset.now;
  for (const chip of document.querySelectorAll("[data-view]")) {
    if (chip.dataset.view === now) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
};

document.addEventListener("htmx:after:swap", mark);
