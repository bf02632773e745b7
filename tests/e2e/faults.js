// What is wrong with the layout of the open page, a sentence each; none where nothing is.
async () => {
  // A window that was just resized is laid out anew with its next frame.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const SLACK = 1; // fractions of a pixel are rounded in both directions
  const LEAST = 24; // CSS pixels, WCAG 2.5.8
  const page = document.documentElement;
  const everything = [...document.body.querySelectorAll("*")].filter((each) => !each.closest("svg, template"));
  const faults = new Set();

  const nameOf = (element) => {
    const classes = [...element.classList].map((each) => `.${each}`).join("");
    const words = (element.getAttribute("aria-label") ?? element.textContent).trim();
    return `${element.localName}${classes} “${words.replace(/\s+/g, " ").slice(0, 40)}”`;
  };

  // Shown, and not only to be listened to.
  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).clipPath === "inset(50%)") return false;
    }
    return true;
  };

  // Where an element is seen: its boxes, less what the scrolling and clipping around it hides.
  const seen = (element) => {
    let boxes = [...element.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const edge = around.getBoundingClientRect();
      boxes = boxes.map((box) => ({
        left: Math.max(box.left, edge.left), top: Math.max(box.top, edge.top),
        right: Math.min(box.right, edge.right), bottom: Math.min(box.bottom, edge.bottom),
      }));
    }
    return boxes.filter((box) => box.right - box.left > SLACK && box.bottom - box.top > SLACK);
  };

  // A link may be laid over all that it stands in.
  const isStretched = (link) => {
    const { content, position } = getComputedStyle(link, "::after");
    return content !== "none" && position === "absolute";
  };
  const positionedAround = (element) => {
    let around = element.parentElement;
    while (getComputedStyle(around).position === "static") around = around.parentElement;
    return around;
  };

  if (page.scrollWidth > page.clientWidth) {
    faults.add(`the page scrolls sideways: ${page.scrollWidth} in ${page.clientWidth} pixels`);
  }

  const shown = everything.filter(isShown);
  const inMargin = document.querySelectorAll(".anchor"); // they stand beside the text on purpose
  for (const each of inMargin) each.style.display = "none";
  for (const element of shown) {
    if (element.matches("input, select, textarea, progress, option")) continue;
    const { overflowX, overflowY, textOverflow, display } = getComputedStyle(element);
    const wide = element.scrollWidth > element.clientWidth + SLACK && element.clientWidth > 0;
    const high = element.scrollHeight > element.clientHeight + SLACK && element.clientHeight > 0;
    const explained = textOverflow === "ellipsis" && element.closest("[title]");
    const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
    if (wide && cuts(overflowX) && !explained) faults.add(`cut at its side: ${nameOf(element)}`);
    if (high && cuts(overflowY)) faults.add(`cut below: ${nameOf(element)}`);
    if (wide && overflowX === "visible" && display !== "inline") faults.add(`sticks out: ${nameOf(element)}`);
    if (seen(element).some(({ left }) => left < -SLACK)) faults.add(`starts outside the window: ${nameOf(element)}`);
  }
  for (const each of inMargin) each.removeAttribute("style");

  const targets = shown.filter((each) => each.matches("a[href], button, input, select, textarea, summary"));
  for (const target of targets) {
    const box = (isStretched(target) ? positionedAround(target) : target).getBoundingClientRect();
    const inText = getComputedStyle(target).display === "inline"
      && target.parentElement.textContent.trim() !== target.textContent.trim();
    const small = box.width < LEAST - .5 || box.height < LEAST - .5;
    if (small && !inText && !target.closest("[hx-ignore], label")) {
      faults.add(`a target of ${Math.round(box.width)} × ${Math.round(box.height)} pixels: ${nameOf(target)}`);
    }
  }

  // An open menu lies over what is below it.
  const overlay = (element) => element.closest(".menu__list, .toasts, .picker, .many, .editor");
  const places = targets.flatMap((target) => seen(target).map((box) => ({ target, box })));
  places.sort((one, other) => one.box.top - other.box.top);
  places.forEach(({ target, box }, at) => {
    for (const next of places.slice(at + 1)) {
      if (next.box.top >= box.bottom - SLACK) break;
      const beside = next.box.left >= box.right - SLACK || next.box.right <= box.left + SLACK;
      if (overlay(target) !== overlay(next.target)) continue;
      if (beside || target.contains(next.target) || next.target.contains(target)) continue;
      faults.add(`${nameOf(target)} and ${nameOf(next.target)} overlap`);
    }
  });
  return [...faults];
};
