// data-outline, on a list of links to sections: the link of the section that is being read gets aria-current, and
// stays in sight when the list itself scrolls.
let observer;

const follow = () => {
  observer?.disconnect();
  const outline = document.querySelector("[data-outline]");
  if (!outline) return;
  const links = [...outline.querySelectorAll("a")];
  const chapters = links.map((link) => document.getElementById(link.hash.slice(1)));
  const visible = new Set();

  const mark = () => {
    const [first] = [...visible].sort((one, other) => one.offsetTop - other.offsetTop);
    if (!first) return;
    const after = chapters.findIndex((chapter) => chapter.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING);
    const current = links.at(after === -1 ? -1 : Math.max(after - 1, 0));
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    current.scrollIntoView({ block: "nearest" });
  };

  // A band below the bar: what crosses it is what is being read.
  observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) visible[isIntersecting ? "add" : "delete"](target);
    mark();
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const section of document.querySelectorAll(".section")) observer.observe(section);
};

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) follow();
});
follow();
