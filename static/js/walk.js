// Going from item to item, also when the one that was current is gone.

import { keysIn, leadOf } from "./items.js";
import { rowsIn, startOf } from "./places.js";

const ABOVE = 80; // the bar on top
const BELOW = 190; // the dock when it is open

export class Walk {
  /** @param {HTMLElement} text @param {() => string | null} current */
  constructor(text, current) {
    this.text = text;
    this.current = current;
    this.before = []; // the keys as they were at the last step
  }

  /** The next (1) or previous (-1) key that fits, or null; past the end only if `isRound`. */
  step(by, fits, { isRound = true } = {}) {
    const keys = keysIn(this.text);
    const from = this.placeAmong(keys, by);
    this.before = keys;
    for (let n = 1; n <= keys.length; n += 1) {
      const at = from + by * n;
      if (!isRound && !(at in keys)) return null;
      const key = keys[(at + keys.length * 2) % keys.length];
      if (fits(key)) return key;
    }
    return null;
  }

  /** The first key that fits from the beginning (1) or from the end (-1), else the first of all. */
  arrive(by, fits) {
    const keys = keysIn(this.text);
    const ordered = by > 0 ? keys : keys.reverse();
    return ordered.find(fits) ?? ordered[0] ?? null;
  }

  /** Where to start from among these keys; between two of them if the current one is gone or none. */
  placeAmong(keys, by) {
    const current = this.current();
    const at = keys.indexOf(current);
    if (at >= 0 || !keys.length) return at;
    const gone = this.before.indexOf(current);
    const later = this.before.slice(gone + 1).map((key) => keys.indexOf(key)).find((place) => place >= 0);
    if (gone < 0) return this.placeInSight(keys) - (by > 0 ? 1 : 0);
    return (later ?? keys.length) - (by > 0 ? 1 : 0);
  }

  /** That of the first key which has not scrolled away. */
  placeInSight(keys) {
    const at = keys.findIndex((key) => leadOf(this.text, key).getBoundingClientRect().bottom > ABOVE);
    return Math.max(at, 0);
  }

  /** @param {HTMLElement} lead */
  bringIntoView(lead, { isFocusing = true } = {}) {
    if (isFocusing) lead.focus({ preventScroll: true });
    this.show(lead);
  }

  /** Scroll to an element, unless it is in sight. @param {Element} element */
  show(element) {
    if (!this.isInSight(element)) element.scrollIntoView({ block: "center" });
  }

  /** @param {Element | Range} what */
  isInSight(what) {
    const { top, bottom } = what.getBoundingClientRect();
    return top >= ABOVE && bottom <= innerHeight - BELOW;
  }

  /** @param {Range} range */
  showRange(range) {
    this.show(range.startContainer.parentElement);
    // A paragraph may be taller than the window.
    if (!this.isInSight(range)) scrollBy(0, range.getBoundingClientRect().top - innerHeight / 2);
  }

  /** Where the first paragraph in sight begins. */
  firstVisible() {
    const row = this.rowInSight();
    return row ? startOf(row) : 0;
  }

  /** The first paragraph in sight. */
  rowInSight() {
    return rowsIn(this.text).find((each) => each.getBoundingClientRect().bottom > ABOVE);
  }
}
