// What the person has selected in the article.

import { placeOf, paragraphOf, rangesOf, rowsAt, startOf } from "./places.js";
import { snapped } from "./words.js";

/**
 * The selected place, widened to whole words unless `isExact`; null without a selection.
 * @param {HTMLElement} text @param {{isExact?: boolean}} how
 */
export function selectedPlace(text, { isExact = false } = {}) {
  const range = selectedRange();
  const place = range && placeOf(text, range);
  return place && !isExact ? toWords(text, place) : place;
}

/** @param {HTMLElement} text @param {import("./places.js").Place} place */
export function toWords(text, place) {
  const rows = rowsAt(text, place);
  if (!rows.length) return place;
  const first = edgesIn(rows[0], text.lang, place);
  const last = rows.length > 1 ? edgesIn(rows.at(-1), text.lang, place) : first;
  return { start: first.start, end: last.end };
}

function edgesIn(row, locale, place) {
  const from = startOf(row);
  const chosen = [Math.max(0, place.start - from), Math.min(place.end, Number(row.dataset.end)) - from];
  const [start, end] = snapped(paragraphOf(row).textContent, locale, chosen);
  return { start: from + start, end: from + end };
}

/** @returns {Range | null} */
function selectedRange() {
  const selection = document.getSelection();
  return selection && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
}

/** Whether what is selected begins in a paragraph of the article and ends behind it. */
export function leavesParagraph() {
  const { startContainer, commonAncestorContainer } = selectedRange() ?? {};
  const paragraph = (startContainer?.closest ? startContainer : startContainer?.parentElement)?.closest(".row > p");
  return Boolean(paragraph) && !paragraph.contains(commonAncestorContainer);
}

/** @param {Range} range @param {Range} [last] where it ends, if not in the first */
export function selectRange(range, last = range, isBackward = false) {
  const ends = [[range.startContainer, range.startOffset], [last.endContainer, last.endOffset]];
  const [from, to] = isBackward ? ends.reverse() : ends;
  document.getSelection().setBaseAndExtent(...from, ...to);
}

/** @param {HTMLElement} text @param {import("./places.js").Place} place */
export function selectPlace(text, place, isBackward = false) {
  const ranges = rangesOf(text, place);
  if (ranges.length) selectRange(ranges[0], ranges.at(-1), isBackward);
}

export function clearSelection() {
  document.getSelection()?.removeAllRanges();
}

/**
 * Let the same words be selected after their rows were painted anew.
 * @param {HTMLElement} text @param {() => void} paint
 */
export function keepSelection(text, paint) {
  const range = selectedRange();
  const place = range && placeOf(text, range);
  const ends = [range?.startContainer, range?.endContainer];
  const { anchorNode, anchorOffset } = document.getSelection();
  const isBackward = place && !(anchorNode === ends[0] && anchorOffset === range.startOffset);
  paint();
  if (place && !ends.every((node) => node.isConnected)) selectPlace(text, place, isBackward);
}

/**
 * Let a selection begin on the first letter of a mark. Chromium drops one whose start lies outside
 * of what takes focus at that moment, and before its first letter lies outside of a mark.
 * @param {HTMLElement} text
 */
export function selectAcrossMarks(text) {
  text.addEventListener("pointerdown", ({ target }) => {
    const mark = target.closest("mark[tabindex]");
    if (!mark) return;
    const { tabIndex } = mark;
    mark.removeAttribute("tabindex");
    const ended = new AbortController(); // one of both comes
    const giveBack = () => {
      mark.tabIndex = tabIndex;
      ended.abort();
    };
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, giveBack, { capture: true, signal: ended.signal });
  });
}
