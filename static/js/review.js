// To the places that are named; in a review, the differences afresh after each write.

const reader = document.getElementById("reader");

document.addEventListener("click", (event) => {
  const from = event.target.closest("[data-go], #mended a, #warnings a");
  const mark = from && document.querySelector(`#text mark[data-first~="${from.dataset.go}"]`);
  // What is gone has no mark: its paragraph is shown, or, in another part of the text, asked for.
  const goal = mark ?? (from?.hash && document.getElementById(from.hash.slice(1)));
  if (!goal) return;
  event.preventDefault();
  from.closest("dialog")?.close();
  goal.scrollIntoView({ block: "center" });
  if (mark) reader.dispatchEvent(new CustomEvent("go", { detail: from.dataset.go }));
});

// What an adjudication leads here to edit.
const asked = new URLSearchParams(location.search).get("item");
if (asked && document.querySelector(`#text mark[data-first~="${CSS.escape(asked)}"]`)) {
  reader.dispatchEvent(new CustomEvent("go", { detail: asked }));
}

const LATER_MS = 300;

async function refresh(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const present = document.getElementById("differences");
  if (!answer.ok || !present) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("differences");
  if (fresh) present.replaceWith(fresh);
}

// The counts are replaced by each answer to a write.
const shown = document.getElementById("differences");
let waiting = 0;
if (shown) {
  new MutationObserver((changes) => {
    if (!changes.some(({ addedNodes }) => [...addedNodes].some(({ id }) => id === "progress"))) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(shown.dataset.address).catch(() => undefined), LATER_MS);
  }).observe(document.querySelector(".bar .end"), { childList: true });
}
