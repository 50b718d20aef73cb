// Boundary mode: arrows move the end of a span by a word, with Shift its start.
import { itemOf } from "./items.js";
import { quoteOf, rangeOf, words } from "./text.js";

export class BoundaryMode {
  /** @param {HTMLElement} root @param {Highlight} pending @param {(key: string, start: number, end: number, quote: string) => void} save */
  constructor(root, pending, save) {
    Object.assign(this, { root, pending, save, item: null });
  }

  get isOn() {
    return this.item !== null;
  }

  /** @param {string} key */
  begin(key) {
    const item = itemOf(this.root, key);
    if (!item || item.isClaim) return false;
    this.item = item;
    this.words = words(item.row);
    [this.start, this.end] = [item.start, item.end];
    this.#paint();
    return true;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the mode ended */
  key(event) {
    if (event.key === "Escape") return this.#leave();
    if (event.key === "Enter") return this.#finish();
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (way) this.#move(this.#isRightToLeft() ? -way : way, event.shiftKey);
    return false;
  }

  #move(way, isStart) {
    if (isStart) {
      const starts = this.words.map(([a]) => a).filter((a) => a < this.end);
      this.start = nextIn(starts, this.start, way);
    } else {
      const ends = this.words.map(([, b]) => b).filter((b) => b > this.start);
      this.end = nextIn(ends, this.end, way);
    }
    this.#paint();
  }

  #paint() {
    this.pending.clear();
    this.pending.add(rangeOf(this.root, this.start, this.end));
  }

  #finish() {
    const { item, start, end } = this;
    if (start !== item.start || end !== item.end) {
      this.save(item.key, start, end, quoteOf(this.root, start, end));
    }
    return this.#leave();
  }

  #leave() {
    this.item = null;
    this.pending.clear();
    return true;
  }

  #isRightToLeft() {
    return this.item.row.querySelector("p").matches(":dir(rtl)");
  }
}

/** The nearest of sorted places in a direction; the present one where there is none. */
export function nextIn(places, present, way) {
  const found = way > 0 ? places.find((each) => each > present) : places.findLast((each) => each < present);
  return found ?? present;
}
