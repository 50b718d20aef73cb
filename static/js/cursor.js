// A cursor of whole words, so that words can be selected without a mouse. It is the selection.

import { paragraphOf, rowsIn, startOf } from "./places.js";
import { selectedPlace, selectPlace } from "./selection.js";
import { words } from "./words.js";

export class WordCursor {
  /** @param {HTMLElement} text @param {number} from where to begin, in code points */
  constructor(text, from) {
    this.text = text;
    this.words = rowsIn(text).flatMap((row) =>
      words(paragraphOf(row).textContent, text.lang).map(([start, end]) => ({
        start: start + startOf(row), end: end + startOf(row), row: row.id, // it may be painted anew
      })),
    );
    const at = this.words.findIndex((word) => word.end > from);
    this.anchor = this.focus = Math.max(0, at);
    this.select();
  }

  /** Whether the key was one of this cursor's. @param {KeyboardEvent} event */
  press(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (way) this.move(this.isRtl() ? -way : way, event.shiftKey);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.jump(event.key === "ArrowDown" ? 1 : -1);
    else return false;
    return true;
  }

  /** The paragraph of the word that it is on. */
  get row() {
    return document.getElementById(this.words[this.focus].row);
  }

  isRtl() {
    return getComputedStyle(paragraphOf(this.row)).direction === "rtl";
  }

  move(by, isWidening) {
    this.focus = Math.min(this.words.length - 1, Math.max(0, this.focus + by));
    if (!isWidening) this.anchor = this.focus;
    this.select();
  }

  /** To the first word of the next or previous paragraph. */
  jump(by) {
    const rows = rowsIn(this.text);
    const wanted = rows[rows.indexOf(this.row) + by]?.id;
    const at = this.words.findIndex((word) => word.row === wanted);
    if (at >= 0) this.anchor = this.focus = at;
    this.select();
  }

  select() {
    if (!this.words.length) return;
    const [first, last] = [this.anchor, this.focus].sort((a, b) => a - b);
    selectPlace(this.text, { start: this.words[first].start, end: this.words[last].end });
    this.row.scrollIntoView({ block: "nearest" });
  }

  get place() {
    return selectedPlace(this.text);
  }
}
