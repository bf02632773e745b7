// One change is one request, and each retry of it bears the same key: the server makes it once.
import { token } from "./person.js";

const PATIENCE = 15_000;

// Status 0 stands for no answer. An answer from another address is none: something before the server sent us there.
export const ask = async (address, options = {}) => {
  try {
    const answer = await fetch(address, {
      ...options,
      headers: { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": location.href, ...options.headers },
      signal: options.signal ?? AbortSignal.timeout(PATIENCE),
    });
    if (answer.redirected) throw new Error(answer.url);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), text: "" };
  }
};

export const send = ({ key, method, address, values }) => {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) for (const each of [value].flat()) body.append(name, each);
  return ask(address, { method, body, headers: { "Idempotency-Key": key, "X-CSRFToken": token() } });
};
