// The mode in which the boundaries of one stretch move, word by word or by a selection.

import { paragraphOf, rowsAt, startOf } from "./places.js";
import { moved, steps } from "./words.js";

/** @typedef {import("./places.js").Place} Place */

export class Bounds {
  /**
   * @param {{text: HTMLElement, item: import("./items.js").Item, onMove: (place: Place) => void}} parts
   */
  constructor({ text, item: { key, place }, onMove }) {
    this.key = key; // whose they are, whatever becomes current meanwhile
    this.row = rowsAt(text, place)[0];
    this.isRtl = getComputedStyle(paragraphOf(this.row)).direction === "rtl";
    this.steps = steps(paragraphOf(this.row).textContent, text.lang);
    this.onMove = onMove;
    this.set(place);
  }

  /** @param {Place} place */
  set(place) {
    this.place = place;
    this.paint();
  }

  /** Also after its row was painted anew. */
  paint() {
    this.onMove(this.place);
  }

  /** By a word, later (1) or earlier (-1) in the text. @param {"start" | "end"} edge @param {number} by */
  move(edge, by) {
    const from = startOf(this.row);
    const [start, end] = moved(this.steps, [this.place.start - from, this.place.end - from], edge, by);
    this.set({ start: start + from, end: end + from });
  }

  /** Whether the key was one of this mode's. @param {KeyboardEvent} event */
  press(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return false;
    this.move(event.shiftKey ? "start" : "end", this.isRtl ? -by : by);
    return true;
  }
}
