// Python counts code points; the DOM counts UTF-16 units. An emoji is one of the former and two
// of the latter. Every crossing happens here.

/** How many code points a string has. @param {string} text @returns {number} */
export function codePoints(text) {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i += 1) {
    if (isPair(text, i)) {
      count -= 1;
      i += 1;
    }
  }
  return count;
}

/** The index in UTF-16 units of a code point. @param {string} text @param {number} point */
export function toUnits(text, point) {
  let unit = 0;
  for (let left = point; left > 0 && unit < text.length; left -= 1) {
    unit += isPair(text, unit) ? 2 : 1;
  }
  return unit;
}

/** Cuts by code points. @param {string} text @param {number} start @param {number} end */
export function cut(text, start, end) {
  return text.slice(toUnits(text, start), toUnits(text, end));
}

/**
 * The words of a text as [start, end) in code points.
 * @param {string} text @param {string} language @returns {[number, number][]}
 */
export function wordsOf(text, language) {
  const words = [];
  let at = 0;
  for (const part of segmenter(language).segment(text)) {
    const length = codePoints(part.segment);
    if (part.isWordLike) words.push([at, at + length]);
    at += length;
  }
  return words;
}

/**
 * Grows a stretch to the words it touches, and drops white space and punctuation around them.
 * @param {[number, number][]} words @param {number} start @param {number} end
 * @returns {[number, number]} the stretch itself where it touches no word
 */
export function snapToWords(words, start, end) {
  const touched = words.filter(([a, b]) => a < end && start < b);
  return touched.length ? [touched[0][0], touched.at(-1)[1]] : [start, end];
}

/** @param {string} text @param {number} i */
function isPair(text, i) {
  const high = text.charCodeAt(i);
  const low = text.charCodeAt(i + 1);
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @param {string} language */
function segmenter(language) {
  if (!segmenters.has(language)) {
    segmenters.set(language, new Intl.Segmenter(known(language), { granularity: "word" }));
  }
  return segmenters.get(language);
}

/** @param {string} language */
function known(language) {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}
