// A dialog whose form comes from the desk when it is asked for.

import { ask } from "./ask.js";

export class Asked {
  /**
   * @param {object} reader the Reader; a typed import here would be a circle of files
   * @param {string} id of the dialog @param {(form: HTMLFormElement, submitter: HTMLButtonElement) => void} submit
   */
  constructor(reader, id, submit) {
    this.reader = reader;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
    this.dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.dialog.close();
      submit(event.target, event.submitter);
    });
    this.dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && this.dialog.close());
  }

  /**
   * Whether the form has come, and is wanted still: the dialog may be closed, and be another item's.
   * @param {string} path below the article's address @returns {Promise<boolean>}
   */
  async show(path) {
    const { writer, base } = this.reader;
    const asked = (this.asked = Symbol(path));
    let html = "";
    let isCome = true;
    this.fill("<p>Loading …</p>");
    await writer.whenSaved();
    try {
      html = await ask(base + path);
    } catch ({ message }) {
      html = `<p role="alert">${message} Close this with Esc.</p>`;
      isCome = false;
    }
    if (asked !== this.asked || !this.dialog.open) return false;
    this.fill(html);
    for (const button of this.dialog.querySelectorAll("[data-close]")) button.hidden = false;
    this.dialog.querySelector("input:checked, .primary, [data-close]")?.focus();
    return isCome;
  }

  fill(html) {
    this.dialog.querySelector("div").innerHTML = html;
  }
}
