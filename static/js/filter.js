// Show some of what is marked only: what is undecided, claims, or one label. The rest keeps its
// place, so that no word moves.

import { toldIn } from "./items.js";

class Filter {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.select = /** @type {HTMLSelectElement} */ (document.getElementById("filter"));
  }

  /** Also after rows were painted anew. */
  open() {
    const { text } = this.reader;
    const wanted = this.select.value;
    const told = [...toldIn(text)].filter(([, { label, state }]) => [label, state, ""].includes(wanted));
    const shown = new Set(told.map(([key]) => key));
    this.reader.shown = wanted ? shown : null;
    text.classList.toggle("only-claims", wanted === "claim");
    for (const mark of text.querySelectorAll("mark")) {
      mark.classList.toggle("off", !mark.dataset.s.split(" ").some((key) => shown.has(key)));
    }
    for (const card of text.querySelectorAll("[data-card]")) card.classList.toggle("off", !shown.has(card.dataset.card));
  }
}

/** @param {object} reader */
export const mount = (reader) => new Filter(reader);
