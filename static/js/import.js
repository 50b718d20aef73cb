// A file can be dropped onto the zone; it is looked at as if it had been chosen. One that is too
// large is refused before it travels.

/** @param {HTMLElement} zone */
export function mount(zone) {
  const input = zone.querySelector("input[type=file]");
  const problem = zone.querySelector("[data-problem]");

  /** @returns {boolean} */
  const fits = () => {
    const file = input.files[0];
    const isTooLarge = file && file.size > Number(zone.dataset.most);
    problem.textContent = isTooLarge ? tooLarge(file, Number(zone.dataset.most)) : "";
    input.toggleAttribute("aria-invalid", Boolean(isTooLarge));
    return !isTooLarge;
  };

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    if (event.dataTransfer.files.length > 1) {
      problem.textContent = "One file at a time, please.";
      return;
    }
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
  input.addEventListener("change", fits);
  input.form.addEventListener("submit", (event) => {
    if (!fits()) event.preventDefault();
  });
}

/** @param {File} file @param {number} most */
export function tooLarge(file, most) {
  return `${file.name} has ${megabytes(file.size)}; ${megabytes(most)} is the most here. Whoever runs this desk can import larger csv and jsonl files: manage.py import_articles.`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

if (typeof document !== "undefined") {
  for (const zone of document.querySelectorAll("[data-dropzone]")) mount(zone);
}
