// Articles ticked in the list stay ticked from page to page, and are counted.

const form = /** @type {HTMLFormElement} */ (document.getElementById("choosing"));
const chosen = new Set();

const boxes = () => [...document.querySelectorAll("#queue [name=article]")];

function show() {
  for (const box of boxes()) box.checked = chosen.has(box.value);
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = chosen.size || "";
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("#queue [name=article]")) return;
  if (target.checked) chosen.add(target.value);
  else chosen.delete(target.value);
  show();
});

document.addEventListener("htmx:afterSwap", show);

// Those on other pages of the list are sent along.
form.addEventListener("formdata", ({ formData }) => {
  formData.delete("article");
  for (const key of chosen) formData.append("article", key);
});

for (const box of boxes()) if (box.checked) chosen.add(box.value);
show();
