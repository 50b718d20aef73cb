// Files can be dropped onto the zone; one is looked at as if it had been chosen, several become an
// import each. One that is too large is refused before it travels.

/** @param {HTMLElement} zone */
export function mount(zone) {
  const input = zone.querySelector("input[type=file]");
  const problem = zone.querySelector("[data-problem]");
  const most = Number(zone.dataset.most);
  input.multiple = true; // without scripts a request brings one

  /** @param {...(string | Node)} said */
  const tell = (...said) => problem.replaceChildren(...said);

  const check = () => {
    const large = [...input.files].filter((file) => file.size > most);
    tell(...errors(large.map((file) => tooLarge(file, most))));
    input.ariaInvalid = String(large.length > 0);
    return !large.length;
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
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
  input.addEventListener("change", check);
  input.form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (check() && files.length === 1) return;
    event.preventDefault();
    if (files.length === 1) return;
    const refused = await sendEach(input, files, most, tell);
    if (!refused.length) location.assign(zone.dataset.runs);
    else tell(...errors(refused), ...others(files.length - refused.length, zone.dataset.runs));
    input.value = "";
  });
}

/**
 * Send one file after another. @param {HTMLInputElement} input @param {File[]} files
 * @returns {Promise<string[]>} why some were not taken
 */
async function sendEach(input, files, most, tell) {
  const { form } = input;
  const body = new FormData(form);
  const refused = [];
  form.inert = true;
  for (const [at, file] of files.entries()) {
    tell(`Sending ${at + 1} of ${files.length}: ${file.name}`);
    body.set(input.name, file);
    const reason = file.size > most ? tooLarge(file, most) : await refusal(form, body);
    if (reason) refused.push(reason.includes(file.name) ? reason : `${file.name}: ${reason}`);
  }
  form.inert = false;
  return refused;
}

/** Why the server does not take it, "" if it does. @returns {Promise<string>} */
async function refusal(form, body) {
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer) return "it could not be sent. Is the connection there?";
  if (answer.ok && answer.url.includes("/imports/")) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("[data-problem]")?.textContent.trim();
  return said || page.querySelector("h1")?.textContent.trim() || `the answer was ${answer.status}.`;
}

/** A link to the files that were taken, if any were. */
function others(count, address) {
  if (!count) return [];
  const link = document.createElement("a");
  link.href = address;
  link.textContent = count === 1 ? "The other file is here: look at it." : `The other ${count} files are here: look at them.`;
  return [link];
}

/** As a form shows them. @param {string[]} sentences */
function errors(sentences) {
  if (!sentences.length) return [];
  const list = document.createElement("ul");
  list.className = "errorlist";
  for (const each of sentences) list.appendChild(document.createElement("li")).textContent = each;
  return [list];
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
