// data-sift=".md .zip", on a file input: of what was chosen only files whose names end so stay, so that the rest of a
// folder is neither sent nor counted. Where a browser loses a file's place in the folder on the way, all of it stays.
document.addEventListener("change", ({ target }) => {
  const endings = target.dataset.sift?.split(" ");
  if (!endings) return;
  const wanted = [...target.files].filter(({ name }) => endings.some((end) => name.toLowerCase().endsWith(end)));
  if (wanted.length === target.files.length) return;
  const kept = new DataTransfer();
  for (const file of wanted) kept.items.add(file);
  const { files } = kept;
  const isWhole = wanted.every((file, at) => files[at]?.webkitRelativePath === file.webkitRelativePath);
  if (isWhole) target.files = files;
});
