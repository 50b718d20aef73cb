// One key for each choice: the buttons and links that carry it do the work.

import { isControl, isTyping } from "./keys.js";

/** While an answer comes, what is shown is decided already. */
const isBusy = () => Boolean(document.querySelector(".htmx-request"));

document.addEventListener("keydown", (event) => {
  const key = nameOf(event);
  if (!key || isTyping(event.target)) return;
  const button = document.querySelector(`#adjudication [data-key~="${CSS.escape(key)}"]:not(:disabled)`);
  if (!button || (key === "space" && isControl(event.target))) return;
  event.preventDefault();
  if (!event.repeat && !isBusy()) button.click();
});

document.addEventListener("submit", (event) => {
  if (!isBusy()) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

/** Keys alone, of letters and digits unless the person has switched them off, and Ctrl+Enter. @param {KeyboardEvent} event */
function nameOf({ altKey, ctrlKey, isComposing, key, metaKey }) {
  if (altKey || metaKey || isComposing) return null;
  if (ctrlKey) return key === "Enter" ? "finish" : null;
  if (key === " ") return "space";
  return document.body.classList.contains("no-keys") && key.length === 1 ? null : key.toLowerCase();
}

// What was refused, and does not show what there is instead: that is fetched, for the place that was
// shown, as the address may name none.
document.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  if (xhr.status !== 409 || xhr.getResponseHeader("HX-Retarget") === "#adjudication") return;
  const place = document.querySelector("#adjudication [name=place]")?.value;
  const address = place ? `${location.pathname}?place=${place}` : location.pathname;
  htmx.ajax("GET", address, { target: "#adjudication", swap: "outerHTML settle:0" });
});

// The place that comes next is read from its beginning. What was pressed keeps the focus by its id.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "adjudication") return;
  const head = document.getElementById("place-head");
  head?.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body) head?.focus({ preventScroll: true });
  document.getElementById("told").textContent = document.querySelector("#adjudication .told").textContent;
});
