// Between places in the page and offsets in the document. A row is one paragraph; all text
// nodes inside its <p> are the article's text and nothing else.
import { codePoints, toUnits, wordsOf } from "./offsets.js";

/** @param {Node} node @returns {HTMLElement | null} the row a node lies in */
export function rowOf(node) {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(".row > p")?.parentElement ?? null;
}

/** @param {HTMLElement} row */
export const paragraph = (row) => row.querySelector("p");
/** @param {HTMLElement} row */
export const textOf = (row) => paragraph(row).textContent;
/** @param {HTMLElement} row */
export const startOf = (row) => Number(row.dataset.start);

/** The document offset of a place in the page. @param {HTMLElement} row @param {Node} node */
export function toOffset(row, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(paragraph(row));
  before.setEnd(node, offset);
  return startOf(row) + codePoints(before.toString());
}

/** The row that holds a document offset. @param {HTMLElement} root @param {number} offset */
export function rowAt(root, offset) {
  const rows = root.querySelectorAll(".row");
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(rows[middle].dataset.start) <= offset) low = middle;
    else high = middle - 1;
  }
  return rows[low] ?? null;
}

/** A DOM range for a stretch; one that spans rows covers them. @returns {Range} */
export function rangeOf(root, start, end) {
  const range = document.createRange();
  range.setStart(...toPoint(rowAt(root, start), start));
  range.setEnd(...toPoint(rowAt(root, Math.max(start, end - 1)), end));
  return range;
}

/** The article's words in a stretch. @returns {string} */
export function quoteOf(root, start, end) {
  const first = rowAt(root, start);
  const last = rowAt(root, Math.max(start, end - 1));
  if (first === last) return rangeOf(root, start, end).toString();
  let quote = "";
  for (let row = first; row; row = row === last ? null : row.nextElementSibling) {
    // Between two rows there are line feeds only, as many as offsets are skipped.
    if (row !== first) quote += "\n".repeat(startOf(row) - Number(row.previousElementSibling.dataset.end));
    quote += rangeOf(root, Math.max(start, startOf(row)), Math.min(end, Number(row.dataset.end)));
  }
  return quote;
}

/** The words of a row in document offsets. @param {HTMLElement} row @returns {[number, number][]} */
export function words(row) {
  const language = row.closest("[lang]")?.lang ?? "en";
  return wordsOf(textOf(row), language).map(([a, b]) => [a + startOf(row), b + startOf(row)]);
}

/** Where the selection lies inside one paragraph, or null. @returns {{row: HTMLElement, start: number, end: number} | null} */
export function selected(root) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const row = rowOf(range.startContainer);
  if (!row || !root.contains(row)) return null;
  const start = toOffset(row, range.startContainer, range.startOffset);
  const limit = Number(row.dataset.end);
  const end = rowOf(range.endContainer) === row ? toOffset(row, range.endContainer, range.endOffset) : limit;
  return start < end ? { row, start, end } : null;
}

/** @param {HTMLElement} row @param {number} offset @returns {[Node, number]} */
function toPoint(row, offset) {
  let left = offset - startOf(row);
  const walker = document.createTreeWalker(paragraph(row), NodeFilter.SHOW_TEXT);
  let last = [paragraph(row), 0];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = codePoints(node.data);
    if (left <= length) return [node, toUnits(node.data, left)];
    left -= length;
    last = [node, node.data.length];
  }
  return last;
}
