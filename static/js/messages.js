// Messages that came with the page, or in an answer: they pass, or are closed, like the reader's own.

import { notify } from "./notices.js";

/** What is to be heeded stays until it is closed. */
function adopt() {
  const found = [...document.querySelectorAll("#messages > p")];
  for (const look of new Set(found.map(({ className }) => className))) {
    const told = found.filter(({ className }) => className === look);
    for (const each of told) each.className = "";
    notify(told, { kind: look.replace("notice", "").trim(), isStaying: /warn|bad/.test(look) });
  }
}

export function mount() {
  document.addEventListener("htmx:afterSwap", adopt);
  adopt();
  return {};
}
