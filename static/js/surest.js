// Accept all above a score: how many each score would take, and which, comes when it is asked for.

import * as writes from "./writes.js";

class Surest {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("surest"));
    this.dialog.addEventListener("submit", (event) => this.onSubmit(event));
    this.dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && this.dialog.close());
  }

  async open() {
    const { writer, base } = this.reader;
    this.fill("<p>Loading …</p>");
    await writer.whenSaved();
    try {
      const answer = await fetch(`${base}surest/`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.statusText);
      this.fill(await answer.text());
    } catch {
      this.fill("<p>The desk cannot be reached. Close this with Esc and try again.</p>");
    }
    for (const button of this.dialog.querySelectorAll("[data-close]")) button.hidden = false;
    this.dialog.querySelector("input:checked, [data-close]")?.focus();
  }

  fill(html) {
    this.dialog.querySelector("div").innerHTML = html;
  }

  onSubmit(event) {
    event.preventDefault();
    const score = new FormData(event.target).get("score");
    this.dialog.close();
    if (score) this.reader.writer.write(writes.acceptance(String(score)));
  }
}

/** @param {object} reader */
export const mount = (reader) => new Surest(reader);
