// data-strip, on a row of links that scrolls sideways where it is too long: the link of this page is in sight.
const show = () => {
  for (const strip of document.querySelectorAll("[data-strip]")) {
    const current = strip.querySelector("[aria-current]")?.getBoundingClientRect();
    const { left, width } = strip.getBoundingClientRect();
    if (current) strip.scrollLeft += current.left - left - (width - current.width) / 2;
  }
};

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) show();
});
show();
