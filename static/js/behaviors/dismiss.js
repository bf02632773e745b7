// data-dismiss, on a button: takes the nearest message away.
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast, .notice")?.remove();
});
