// From places in the page to places in the article's text, and back. A row knows where it begins
// and ends (code points); inside its paragraph only the article's text is text.

import { toPoints, toUnits } from "./offsets.js";

/** @typedef {{start: number, end: number}} Place half-open, in code points of the article */

/** @param {ParentNode} text @returns {HTMLElement[]} */
export const rowsIn = (text) => [...text.querySelectorAll(".row")];

/** @param {HTMLElement} row */
export const paragraphOf = (row) => row.querySelector("p");

/** @param {HTMLElement} row */
export const startOf = (row) => Number(row.dataset.start);

/** @param {HTMLElement} row */
const endOf = (row) => Number(row.dataset.end);

/** The rows that a place lies in. @param {ParentNode} text @param {Place} place */
export function rowsAt(text, { start, end }) {
  return rowsIn(text).filter((row) => startOf(row) < Math.max(end, start + 1) && start < endOf(row));
}

/**
 * Where a range of the page lies in the article; null if it holds none of its text.
 * @param {ParentNode} text @param {Range} range @returns {Place | null}
 */
export function placeOf(text, range) {
  const pieces = rowsIn(text)
    .filter((row) => range.intersectsNode(paragraphOf(row)))
    .map((row) => pieceIn(row, range))
    .filter((piece) => piece.start < piece.end);
  return pieces.length ? { start: pieces[0].start, end: pieces.at(-1).end } : null;
}

function pieceIn(row, range) {
  const paragraph = paragraphOf(row);
  const has = (node) => paragraph.contains(node);
  return {
    start: has(range.startContainer) ? offsetOf(row, range.startContainer, range.startOffset) : startOf(row),
    end: has(range.endContainer) ? offsetOf(row, range.endContainer, range.endOffset) : endOf(row),
  };
}

function offsetOf(row, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(paragraphOf(row));
  before.setEnd(node, offset);
  return startOf(row) + toPoints(before.toString());
}

/**
 * The ranges of a place, one for each paragraph it touches.
 * @param {ParentNode} text @param {Place} place @returns {Range[]}
 */
export function rangesOf(text, place) {
  return rowsAt(text, place).map((row) => {
    const range = document.createRange();
    range.setStart(...pointAt(row, Math.max(place.start, startOf(row))));
    range.setEnd(...pointAt(row, Math.min(place.end, endOf(row))));
    return range;
  });
}

/** @returns {[Node, number]} */
function pointAt(row, offset) {
  const walker = document.createTreeWalker(paragraphOf(row), NodeFilter.SHOW_TEXT);
  let left = offset - startOf(row);
  let last = [paragraphOf(row), 0];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = toPoints(node.data);
    if (left <= length) return [node, toUnits(node.data, left)];
    left -= length;
    last = [node, node.data.length];
  }
  return last;
}

/** The article's text at a place, line ends between paragraphs included. */
export function wordsAt(text, place) {
  let words = "";
  let before = null;
  for (const row of rowsAt(text, place)) {
    if (before) words += "\n".repeat(startOf(row) - endOf(before));
    const whole = paragraphOf(row).textContent;
    const from = toUnits(whole, Math.max(0, place.start - startOf(row)));
    words += whole.slice(from, toUnits(whole, place.end - startOf(row)));
    before = row;
  }
  return words;
}
