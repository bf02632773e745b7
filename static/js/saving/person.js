// Who this page belongs to, and the token by which the server knows that a request comes from it.
import { ask } from "./sending.js";

const HEADERS = "hx-headers:inherited";

// "" on a page for nobody, such as the one for signing in.
export const person = () => document.querySelector("#unsaved")?.dataset.person ?? "";

export const token = () => JSON.parse(document.body.getAttribute(HEADERS) ?? "{}")["X-CSRFToken"] ?? "";

// Fetches the session's own token. "fresh": it is in the page. "out": nobody is signed in. "other": somebody else is,
// and the page keeps a token that is worth nothing, so that nothing goes out in that person's name.
export const refreshToken = async (who) => {
  const { status, headers, text } = await ask("/token");
  if (status === 401) return "out";
  if (status !== 200) return "nobody";
  if (headers.get("Designbook-Person") !== who) return "other";
  document.body.setAttribute(HEADERS, JSON.stringify({ "X-CSRFToken": text }));
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = text;
  return "fresh";
};
