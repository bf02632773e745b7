// data-editing="file": paths that other designs name are offered while one is typed. An offer that does not come is none.
const REST = 120;
let timer;

const offer = async (typed) => {
  const design = document.querySelector("[data-design]")?.dataset.design ?? "";
  try {
    const answer = await fetch(`/files?${new URLSearchParams({ q: typed, design })}`, { headers: { "HX-Request-Type": "partial" } });
    const paths = answer.ok ? await answer.text() : "";
    document.querySelector("#known-files")?.replaceChildren(document.createRange().createContextualFragment(paths));
  } catch {
    // Without an answer the field is one of plain text.
  }
};

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-editing=file] .editor__field")) return;
  clearTimeout(timer);
  timer = setTimeout(offer, REST, target.value);
});
