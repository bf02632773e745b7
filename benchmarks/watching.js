// What a page makes somebody wait for, put into it before its own scripts: until it is open and painted, until the frame
// is painted that shows what a key did or found, until a save is confirmed. All in milliseconds.
(() => {
  const PATIENCE = 10_000;
  let pressed;

  const sight = () => {
    const { id, form, value } = document.activeElement;
    return [id, form?.dataset.place, value].join();
  };

  // A message that is posted before a frame is drawn arrives when it is.
  const drawn = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  });

  const frame = () => new Promise(requestAnimationFrame);

  const changed = async (before) => {
    do await frame(); while (sight() === before);
    await drawn();
  };

  // The next list of the search: each key is waited for before another is pressed.
  const listed = () => new Promise((done) => {
    const list = document.querySelector("#search-found");
    if (list) new MutationObserver(done).observe(list, { childList: true });
  }).then(frame).then(drawn);

  const opened = new Promise((done) => { addEventListener("load", done); }).then(frame).then(drawn).then(() => performance.now());

  const saved = () => new Promise((done) => { document.addEventListener("designbook:saved", done, { once: true }); });

  addEventListener("keydown", ({ timeStamp }) => {
    const since = () => performance.now() - timeStamp;
    pressed = { shown: changed(sight()).then(since), saved: saved().then(since), found: listed().then(since) };
  }, true);

  // What never comes ends the run.
  const soon = (awaited) => Promise.race([awaited, new Promise((_, fail) => {
    setTimeout(fail, PATIENCE, new Error("Nothing came of it."));
  })]);

  window.watching = { opened: () => soon(opened), shown: () => soon(pressed.shown), saved: () => soon(pressed.saved), found: () => soon(pressed.found) };
})();
