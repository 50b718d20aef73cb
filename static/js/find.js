// Find words in the article; the one arrived at is selected, so that it can be marked.

import { rangesOf } from "./places.js";
import { occurrences } from "./search.js";
import { selectRange } from "./selection.js";

const WAYS = { ArrowDown: 1, ArrowUp: -1, "Shift+Enter": -1 };

class Find {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.form = /** @type {HTMLFormElement} */ (document.getElementById("find"));
    [this.input] = this.form.elements;
    this.input.addEventListener("input", () => this.search());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.step(Number(event.submitter?.value || 1));
    });
    this.form.addEventListener("keydown", (event) => this.onKey(event));
  }

  open() {
    this.from = this.reader.placeHere();
    this.search();
  }

  search() {
    this.hits = occurrences(this.reader.text, this.input.value);
    const at = this.hits.findIndex(({ start }) => start >= this.from);
    this.at = Math.max(at, 0);
    this.show();
  }

  step(by) {
    this.at = (this.at + by + this.hits.length) % (this.hits.length || 1);
    this.show();
  }

  onKey(event) {
    const way = WAYS[`${event.shiftKey ? "Shift+" : ""}${event.key}`];
    if (event.isComposing || !(way || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (way) this.step(way);
    else this.reader.cancel();
  }

  /** A very long article is read in parts, and this is one of them. */
  get where() {
    return document.querySelector(".reader > nav") ? " in this part" : "";
  }

  get range() {
    return this.hits[this.at] && rangesOf(this.reader.text, this.hits[this.at])[0];
  }

  show() {
    const { hits, at, range } = this;
    this.reader.painter.highlight("found", hits);
    this.reader.painter.highlight("found-now", hits.slice(at, at + 1));
    const isAsked = this.input.value.trim() !== "";
    const found = hits.length ? `${at + 1} of ${hits.length}` : "not found";
    this.form.querySelector("output").value = isAsked ? `${found}${this.where}` : "";
    this.form.querySelector("[data-act=cancel] span").textContent = range ? "Select it" : "Close";
    if (range) this.reader.walk.showRange(range);
  }

  /** Leave with the present hit selected. */
  close() {
    const { range } = this;
    for (const name of ["found", "found-now"]) this.reader.painter.highlight(name, []);
    this.input.blur();
    if (range) selectRange(range);
  }
}

/** @param {object} reader */
export const mount = (reader) => new Find(reader);
