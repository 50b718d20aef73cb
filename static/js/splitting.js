// What is split off is called as most of the chosen mentions say, until somebody types a name.

/** The commonest of some words, the first among equals. @param {string[]} words */
export function commonest(words) {
  const counts = new Map();
  for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0])[0];
}

/** @param {HTMLFormElement} form */
export function mount(form) {
  const name = form.elements.namedItem("name");
  let isTyped = false;
  name.addEventListener("input", () => (isTyped = name.value !== ""));
  const fill = () => {
    const chosen = [...form.querySelectorAll("[data-words]:checked")];
    if (!isTyped) name.value = commonest(chosen.map(({ dataset }) => dataset.words));
  };
  form.addEventListener("change", fill);
  fill();
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll("[data-splitting]")) mount(form);
}
