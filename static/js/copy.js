// A button beside a read-only field that copies what is in it.

/** @param {HTMLElement} place */
export function mount(place) {
  const [input, button] = [place.querySelector("input"), place.querySelector("button")];
  input.addEventListener("focus", () => input.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.textContent = "Copied";
  });
}

for (const place of document.querySelectorAll("[data-copy]")) mount(place);
