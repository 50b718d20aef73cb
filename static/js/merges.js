// One key for each answer: the buttons that carry it do the work.

const TYPED = "input, select, textarea, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest(TYPED) || document.body.matches(".no-keys")) return;
  const button = document.querySelector(`#merges [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Whoever answers with the keyboard goes on where the answered one stood.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "merges") document.querySelector("#merges [data-key=y]")?.focus({ preventScroll: true });
});
