// One key for each choice: the buttons and links that carry it do the work.

import { isControl, isTyping } from "./keys.js";

document.addEventListener("keydown", (event) => {
  const key = nameOf(event);
  if (!key || isTyping(event.target)) return;
  const button = document.querySelector(`#adjudication [data-key~="${CSS.escape(key)}"]:not(:disabled)`);
  if (!button || (key === "space" && isControl(event.target))) return;
  event.preventDefault();
  button.click();
});

/** Keys alone, unless the person has switched them off, and Ctrl+Enter. @param {KeyboardEvent} event */
function nameOf({ altKey, ctrlKey, isComposing, key, metaKey }) {
  if (altKey || metaKey || isComposing) return null;
  if (ctrlKey) return key === "Enter" ? "finish" : null;
  if (document.body.classList.contains("no-keys") && key.length === 1) return null;
  return key === " " ? "space" : key.toLowerCase();
}

// Somebody else has decided something meanwhile: that is shown beside what was refused.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.xhr.status === 409) htmx.ajax("GET", location.href, { target: "#adjudication", swap: "outerHTML" });
});

// The place that comes next is read from its beginning.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "adjudication") document.getElementById("place-head")?.scrollIntoView({ block: "nearest" });
});
