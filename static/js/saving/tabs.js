// Each tab has a name, and says that it is there when another asks: what a living tab is about to save is no draft.
import { makeKey } from "./naming.js";

const WAIT = 150;
const channel = new BroadcastChannel("designbook");

export const tab = makeKey();

channel.addEventListener("message", ({ data }) => {
  if (data === "who is there?") channel.postMessage(tab);
  else document.dispatchEvent(new CustomEvent("designbook:tab", { detail: data }));
});

// The names of the other tabs, as far as they answer.
export const otherTabs = () => new Promise((done) => {
  const found = new Set();
  const listen = ({ data }) => found.add(data);
  channel.addEventListener("message", listen);
  channel.postMessage("who is there?");
  setTimeout(() => {
    channel.removeEventListener("message", listen);
    done(found);
  }, WAIT);
});
