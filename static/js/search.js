// Where words stand in the article.

import { toPoints } from "./offsets.js";
import { paragraphOf, rowsIn, startOf } from "./places.js";

/** @typedef {import("./places.js").Place} Place */

/** Their places, in either case and with any blanks between. @param {HTMLElement} text @param {string} words @returns {Place[]} */
export function occurrences(text, words) {
  const escaped = words.trim().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  if (!escaped) return [];
  const wanted = new RegExp(escaped.replace(/\s+/g, "\\s+"), "giu");
  return rowsIn(text).flatMap((row) => {
    const whole = paragraphOf(row).textContent;
    return [...whole.matchAll(wanted)].map((found) => {
      const start = startOf(row) + toPoints(whole, found.index);
      return { start, end: start + toPoints(found[0]) };
    });
  });
}
