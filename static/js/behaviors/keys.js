// data-cards="address of a bundle", on the main part: it shows more of a design whose key is pointed at or has the focus.
import { load } from "./lazy.js";

const meet = ({ target, pointerType }) => {
  const link = pointerType === "touch" ? null : target.closest?.("main a.key");
  if (link) load(link.closest("main").dataset.cards).then(({ showCard }) => showCard(link)).catch(() => {});
};

document.addEventListener("pointerover", meet);
document.addEventListener("focusin", meet);
