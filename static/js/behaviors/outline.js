// data-outline, on a list of links to sections: the link of the section that is being read gets aria-current, and
// stays in sight when the list itself scrolls.
let observer;
let mark = () => {};

const follow = () => {
  observer?.disconnect();
  mark = () => {};
  const outline = document.querySelector("[data-outline]");
  if (!outline) return;
  // A section that has gone may be linked for a moment.
  const links = [...outline.querySelectorAll("a")].filter(chapterOf);
  const chapters = links.map(chapterOf);
  const visible = new Set();

  // The last chapter whose heading stands at or before the first section in the band.
  const read = () => {
    const page = document.documentElement;
    if (scrollY > 0 && innerHeight + scrollY >= page.scrollHeight - 4) return links.at(-1);
    const [first] = [...visible].sort((one, other) => one.offsetTop - other.offsetTop);
    if (!first) return outline.querySelector("[aria-current]") ?? links[0];
    const later = chapters.findIndex((chapter) => chapter.offsetTop > first.offsetTop);
    return links.at(later === -1 ? -1 : Math.max(later - 1, 0));
  };

  mark = () => {
    const current = read();
    if (!current || current.hasAttribute("aria-current")) return;
    outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
    current.scrollIntoView({ block: "nearest" });
  };

  // A band below the bar: what crosses it is what is being read.
  observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) visible[isIntersecting ? "add" : "delete"](target);
    mark();
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const section of document.querySelectorAll(".section")) observer.observe(section);
};

const chapterOf = (link) => document.getElementById(link.hash.slice(1));

document.addEventListener("scrollend", () => mark());
document.addEventListener("htmx:after:swap", follow); // the sections or the links may be others now
follow();
