// Threads on any page: Ctrl+Enter sends, @ mentions a member, and what is opened has been read.

import { token } from "./send.js";

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

/** What was open a moment ago is read; the number in the navigation follows. @param {HTMLElement} thread */
async function see(thread) {
  if (!thread.matches(".thread.unread[open]")) return;
  thread.classList.remove("unread");
  thread.querySelector("summary .busy")?.remove();
  const body = new URLSearchParams({ newest: thread.dataset.newest });
  const headers = { "HX-Request": "true", "X-CSRFToken": token() };
  const answer = await fetch(thread.dataset.seen, { method: "POST", body, headers }).catch(() => null);
  const count = document.getElementById("unread-comments");
  if (answer?.ok && count) count.outerHTML = await answer.text();
  thread.dispatchEvent(new Event("seen", { bubbles: true }));
}

document.addEventListener("toggle", ({ target }) => see(target), true);
document.addEventListener("htmx:load", () => document.querySelectorAll(".thread").forEach(see));
document.querySelectorAll(".thread").forEach(see);
