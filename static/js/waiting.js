// Suggestions that come while the article is open: shown at once, unless that disturbs.

import { isTyping } from "./keys.js";
import { workLeft } from "./work.js";

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export function mount(reader) {
  document.addEventListener("htmx:afterSwap", () => {
    const isBusy = reader.current || reader.mode || reader.selected() || isTyping(document.activeElement) || workLeft(reader);
    if (!isBusy && document.querySelector("#waiting[data-ready]")) location.reload();
  });
  return {};
}
