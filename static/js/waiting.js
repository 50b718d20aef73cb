// Suggestions that come while the article is open: shown at once, unless that disturbs.

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export function mount(reader) {
  document.addEventListener("htmx:afterSwap", () => {
    const isFree = reader.writer.queue.isIdle && !reader.current && !reader.mode && !reader.selected();
    if (isFree && document.querySelector("#waiting[data-ready]")) location.reload();
  });
  return {};
}
