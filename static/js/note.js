// A note to colleagues on what stands; it changes no decision.

import * as writes from "./writes.js";

class Note {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("note"));
    this.field = this.dialog.querySelector("textarea");
    this.dialog.addEventListener("submit", () => this.save());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.dialog.querySelector("form").requestSubmit();
    });
  }

  open() {
    this.item = this.reader.tools.before.item;
    this.present = document.querySelector(`[data-note="${this.item.key}"] .note-text`)?.textContent ?? "";
    this.field.value = this.present;
  }

  save() {
    const note = this.field.value.trim();
    if (note !== this.present) this.reader.writer.write(writes.noting(this.item, note));
  }
}

/** @param {object} reader */
export const mount = (reader) => new Note(reader);
