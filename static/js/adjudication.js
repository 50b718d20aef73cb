// One key for each choice: the buttons and links that carry it do the work.

const TYPED = "input, select, textarea, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPED)) return;
  const wanted = event.key.toLowerCase();
  const button = document.querySelector(`#adjudication [data-key="${CSS.escape(wanted)}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The place that comes next is read from its beginning.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "adjudication") document.getElementById("place-head")?.scrollIntoView({ block: "nearest" });
});
