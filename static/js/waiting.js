// Suggestions that come while the article is open: shown at once, unless that disturbs.

/** @param {() => boolean} isFree whether the page may be loaded again now */
export function reloadWhenReady(isFree) {
  document.addEventListener("htmx:afterSwap", () => {
    if (document.querySelector("#waiting[data-ready]") && isFree()) location.reload();
  });
}
