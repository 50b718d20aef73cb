// What htmx would not show: a refusal, a failure, or a desk that cannot be reached.

import { notify } from "./notices.js";

const FAILED = "The desk could not do this. Nothing was half done, and what you typed is still here; try again.";
const TOO_MUCH = "This is not what the page sends, or more than it can take at once.";
const AWAY = "The desk cannot be reached. What you typed is still here; try again when it is back.";

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { xhr } = detail;
  if (xhr.status < 400 || !xhr.getResponseHeader("HX-Retarget")) return;
  detail.shouldSwap = true; // our own sentence, meant for #messages
  detail.isError = false;
});

document.addEventListener("htmx:responseError", ({ detail }) => tell(detail.xhr.status < 500 ? TOO_MUCH : FAILED));
document.addEventListener("htmx:sendError", () => tell(AWAY));
document.addEventListener("htmx:timeout", () => tell(AWAY));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) document.getElementById("trouble")?.remove();
});

/** One sentence at a time, however often a page that asks by itself is not answered. @param {string} sentence */
function tell(sentence) {
  document.getElementById("trouble")?.remove();
  notify(sentence, { isStaying: true }).id = "trouble";
}
