// Threads on any page: Ctrl+Enter sends, @ mentions a member, and what is opened has been read.

import { ask } from "./ask.js";
import { token } from "./send.js";
import { randomKey } from "./writes.js";

const boxOf = (target) => target.closest?.(".say textarea");

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  box.form.requestSubmit(box.form.querySelector(".primary"));
});

document.addEventListener("input", async ({ target }) => {
  if (boxOf(target) && target.value.includes("@")) (await import("./addressing.js")).complete(target);
});

// A form that stays is for another comment: under the key of the one that was sent it would be lost.
document.addEventListener("htmx:afterRequest", ({ detail: { successful }, target: form }) => {
  if (!successful || !form.matches?.("form.say")) return;
  form.reset();
  if (form.elements.idempotency_key) form.elements.idempotency_key.value = randomKey();
});

/** What was open a moment ago is read; the number in the navigation follows. @param {HTMLElement} thread */
async function see(thread) {
  if (!thread.matches(".thread.unread[open]")) return;
  thread.classList.remove("unread");
  thread.querySelector("summary .busy")?.remove();
  const body = new URLSearchParams({ newest: thread.dataset.newest });
  const headers = { "X-CSRFToken": token() };
  const html = await ask(thread.dataset.seen, { method: "POST", body, headers }).catch(() => null);
  const count = document.getElementById("unread-comments");
  if (html !== null && count) count.outerHTML = html;
  thread.dispatchEvent(new Event("seen", { bubbles: true }));
}

document.addEventListener("toggle", ({ target }) => see(target), true);
document.addEventListener("htmx:load", () => document.querySelectorAll(".thread").forEach(see));
document.querySelectorAll(".thread").forEach(see);
