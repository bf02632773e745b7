// Saves wait here for each other: one request at a time, in the order of what was done. Focus never waits for them.
const waiting = [];
let isSending = false;

// `values` are the form's fields, `place` is the id of what the answer replaces, `describe` says in a few words what was done.
export const save = ({ method = "PUT", address, values, place, describe }) => {
  if (values.base !== undefined && values.base === values.text) return;
  waiting.push({ key: makeKey(), method, address, values, place, describe });
  document.getElementById(place)?.classList.add("is-saving");
  sendNext();
};

const sendNext = async () => {
  if (isSending || !waiting.length) return;
  isSending = true;
  const change = waiting[0];
  const answer = await send(change);
  const text = await answer.text();
  waiting.shift();
  isSending = false;
  await show(change, answer, text);
  sendNext();
};

const send = ({ key, method, address, values }) => fetch(address, {
  method,
  body: new URLSearchParams(values),
  headers: {
    "HX-Request": "true",
    "HX-Request-Type": "partial",
    "HX-Current-URL": location.href,
    "Idempotency-Key": key,
    "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"],
  },
});

const show = async ({ place }, answer, text) => {
  const target = document.getElementById(place);
  target?.classList.remove("is-saving");
  if (!answer.ok) return;
  await htmx.swap({ text, target: target ?? document.body, swap: target ? "outerHTML" : "none", sourceElement: document.body });
  const batch = answer.headers.get("Designbook-Batch");
  document.dispatchEvent(new CustomEvent("designbook:saved", { detail: { place, batch } }));
};

// crypto.randomUUID is missing where a page was not fetched over https.
const makeKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
