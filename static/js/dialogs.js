// Help, and the question before an article is finished.

import { ask } from "./ask.js";
import { isAtOne } from "./keys.js";
import { notify } from "./notices.js";

export class Dialogs {
  /**
   * @param {{whenSaved: () => Promise<void>, workLeft: () => string, hasUnsaved: () => boolean,
   *   countLeft: () => number, places: () => string[]}} reader
   */
  constructor(reader) {
    this.reader = reader;
    for (const button of document.querySelectorAll("[data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }
    /** @type {SubmitEvent | null} what was asked for and not taken back */
    this.finishing = null;
    const finish = document.getElementById("finish");
    finish?.addEventListener("submit", (event) => this.onFinish(event));
    finish?.addEventListener("close", () => this.takeBack(finish));
  }

  /** @param {"help" | "finish"} id */
  open(id) {
    const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
    if (!dialog || dialog.open) return;
    if (id === "finish") {
      this.count(dialog);
      this.check(dialog.querySelector("[data-check]"));
    }
    if (id === "help") this.listKeys(dialog);
    dialog.showModal();
  }

  /** Those of other places are shown only if asked for, or that do something else here or nothing. */
  listKeys(dialog) {
    const isHere = (told) => isAtOne({ places: told.split(" ") }, this.reader.places());
    for (const row of dialog.querySelectorAll("[data-places]")) {
      row.toggleAttribute("data-elsewhere", !isHere(row.dataset.places) || isHere(row.dataset.but));
    }
  }

  /** How many are undecided now; without any there is nothing to ask. */
  count(dialog) {
    const left = this.reader.countLeft();
    dialog.querySelector("fieldset").hidden = left === 0;
    dialog.querySelector("#finish-left").textContent =
      left === 1 ? "One suggestion is undecided" : `${left} suggestions are undecided`;
  }

  /** What to look at before; without an answer the article can be finished all the same. */
  async check(place) {
    place.replaceChildren();
    await this.reader.whenSaved();
    place.innerHTML = await ask(place.dataset.check).catch(({ message }) => `<p class="notice warn">${message}</p>`);
  }

  /** Once all is saved. Where something could not be, or the person goes back, nothing is finished. */
  async onFinish(event) {
    event.preventDefault();
    const { currentTarget: dialog, target: form, submitter } = event;
    this.finishing = event;
    if (this.reader.workLeft()) {
      dialog.querySelector("[data-waits]").hidden = false;
      await this.reader.whenSaved();
      if (this.finishing !== event) return;
      const left = this.reader.workLeft();
      if (left) notify(`${left} Nothing is finished yet.`, { kind: "warn" });
      if (left || this.reader.hasUnsaved()) {
        dialog.close();
        return;
      }
    }
    form.elements.then.value = submitter?.value ?? "";
    form.submit();
  }

  takeBack(dialog) {
    this.finishing = null;
    dialog.querySelector("[data-waits]").hidden = true;
  }
}
