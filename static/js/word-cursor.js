// A cursor that goes by words, so that a span can be made without a mouse.
import { nextIn } from "./boundaries.js";
import { rangeOf, words } from "./text.js";

export class WordCursor {
  /** @param {HTMLElement} root @param {Highlight} pending */
  constructor(root, pending) {
    Object.assign(this, { root, pending, row: null });
  }

  get isOn() {
    return this.row !== null;
  }

  /** @param {HTMLElement} row @param {number} [offset] where to begin */
  begin(row, offset = Number(row.dataset.start)) {
    this.row = row;
    this.words = words(row);
    if (!this.words.length) return this.#toRow(row.nextElementSibling);
    const first = this.words.find(([, end]) => end > offset) ?? this.words[0];
    [this.start, this.end] = first;
    this.#paint();
  }

  /** @returns {{row: HTMLElement, start: number, end: number} | null} */
  selection() {
    return this.isOn ? { row: this.row, start: this.start, end: this.end } : null;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
  key(event) {
    if (event.key === "Escape") return this.leave();
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) this.#move(this.#isRightToLeft() ? -way : way, event.shiftKey);
    else if (down) this.#toRow(down > 0 ? this.row.nextElementSibling : this.row.previousElementSibling);
    else return false;
    return true;
  }

  leave() {
    this.row = null;
    this.pending.clear();
    return true;
  }

  #move(way, isGrowing) {
    const ends = this.words.map(([, end]) => end);
    if (isGrowing) {
      this.end = Math.max(nextIn(ends, this.end, way), this.words.find(([a]) => a === this.start)[1]);
      return this.#paint();
    }
    const at = this.words.findIndex(([a]) => a === this.start) + way;
    if (!this.words[at]) return this.#toRow(way > 0 ? this.row.nextElementSibling : this.row.previousElementSibling);
    [this.start, this.end] = this.words[at];
    this.#paint();
  }

  #toRow(row) {
    if (row?.classList.contains("row")) this.begin(row);
  }

  #paint() {
    this.pending.clear();
    const range = rangeOf(this.root, this.start, this.end);
    this.pending.add(range);
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 90 || bottom > innerHeight - 170) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  #isRightToLeft() {
    return this.row.querySelector("p").matches(":dir(rtl)");
  }
}
