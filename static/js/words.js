// Words and sentences of one paragraph. All places are code points counted from its beginning.

import { toPoints, toUnits } from "./offsets.js";

/** @typedef {[number, number]} Stretch half-open, in code points */

const AROUND = /^[\s,;:!?“”„«»"'‘’()[\]…–—-]+|[\s,;:!?“”„«»"'‘()[\]…–—-]+$/gu;

/** @param {string} text @param {string} locale @returns {Stretch[]} */
export function words(text, locale) {
  return pieces(text, locale, "word").filter((piece) => piece.isWord).map(withoutPossessive);
}

/** As `words`, and each possessive with its 's too, so that a boundary can be put behind either. */
export function steps(text, locale) {
  const found = pieces(text, locale, "word").filter((piece) => piece.isWord);
  return found.flatMap((piece) => [withoutPossessive(piece), piece.at]);
}

function withoutPossessive({ at: [start, end], words: piece }) {
  return /['’]s$/iu.test(piece) ? [start, end - 2] : [start, end];
}

/** @param {string} text @param {string} locale @param {Stretch} within @returns {Stretch} */
export function sentenceAround(text, locale, [start, end]) {
  const touched = pieces(text, locale, "sentence").filter(({ at }) => at[0] < Math.max(end, start + 1) && start < at[1]);
  if (!touched.length) return [start, end];
  return trimmed(text, [touched[0].at[0], touched.at(-1).at[1]]);
}

/**
 * Widened to whole words, without the blanks and punctuation around them or a possessive 's.
 * @param {string} text @param {string} locale @param {Stretch} chosen @returns {Stretch}
 */
export function snapped(text, locale, chosen) {
  const [start, end] = trimmed(text, chosen);
  const found = words(text, locale).filter(([from, to]) => from < end && start < to);
  if (!found.length) return [start, end];
  const last = found.at(-1)[1];
  const isPossessive = /^['’]s$/iu.test(text.slice(toUnits(text, last), toUnits(text, end)));
  return [Math.min(start, found[0][0]), isPossessive ? last : Math.max(end, last)];
}

/** Without what stands around; an abbreviation keeps its last point. @returns {Stretch} */
export function trimmed(text, [start, end]) {
  const chosen = text.slice(toUnits(text, start), toUnits(text, end));
  const before = chosen.match(AROUND)?.[0] ?? "";
  if (before === chosen) return [start, end];
  let kept = chosen.replace(AROUND, "");
  if (kept.endsWith(".") && !/\..*\.$/u.test(kept)) kept = kept.slice(0, -1).replace(AROUND, "");
  const from = start + toPoints(chosen, chosen.indexOf(kept));
  return [from, from + toPoints(kept)];
}

/**
 * One edge moved by a word, never past the other. `by` is 1 (later in the text) or -1.
 * @param {Stretch[]} all words @param {Stretch} at @param {"start" | "end"} edge @param {number} by
 * @returns {Stretch}
 */
export function moved(all, [start, end], edge, by) {
  const places = all.map((word) => word[edge === "start" ? 0 : 1]);
  const from = edge === "start" ? start : end;
  const to = by > 0 ? places.find((place) => place > from) : places.findLast((place) => place < from);
  if (to === undefined) return [start, end];
  if (edge === "start") return to < end ? [to, end] : [start, end];
  return to > start ? [start, to] : [start, end];
}

/** @param {string} text @param {string} locale @param {"word" | "sentence"} granularity */
function pieces(text, locale, granularity) {
  let at = 0;
  return [...segmenter(locale, granularity).segment(text)].map((piece) => {
    const start = at;
    at += toPoints(piece.segment);
    return { at: /** @type {Stretch} */ ([start, at]), isWord: Boolean(piece.isWordLike), words: piece.segment };
  });
}

/** @type {Map<string, Intl.Segmenter>} */
const known = new Map();

function segmenter(locale, granularity) {
  const name = `${locale} ${granularity}`;
  if (!known.has(name)) known.set(name, make(locale, granularity));
  return known.get(name);
}

function make(locale, granularity) {
  try {
    return new Intl.Segmenter(locale || "en", { granularity });
  } catch {
    return new Intl.Segmenter("en", { granularity }); // not a language tag
  }
}
