// Reasons that are typed are not lost without a word; what they are about is found by its words.

const form = document.querySelector("form.send-back");
let isSent = false;

form.addEventListener("submit", () => { isSent = true; });
addEventListener("beforeunload", (event) => {
  const isTyped = [...form.querySelectorAll("textarea")].some(({ value }) => value.trim());
  if (isTyped && !isSent) event.preventDefault();
});

/** The words of a span or claim, and its label. @param {HTMLElement} item */
const namedIn = (item) => [...item.querySelectorAll("summary mark, summary .hint")].map(({ textContent }) => textContent).join(" ").toLowerCase();

const search = document.getElementById("find-item");
if (search) {
  search.closest(".field").hidden = false;
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of form.querySelectorAll(".items > li")) item.hidden = !namedIn(item).includes(wanted);
  });
}
