// What is marked, as the page shows it. A key is "s12" (a span) or "c7" (a claim).
import { cut } from "./offsets.js";
import { quoteOf, rowOf, startOf, textOf, toOffset } from "./text.js";

/** @param {HTMLElement} root @param {string} key @returns {HTMLElement[]} */
export const marksOf = (root, key) => [...root.querySelectorAll(`mark[data-s~="${key}"]`)];

/** The mark that a key leads, where focus goes. @returns {HTMLElement | null} */
export const leadOf = (root, key) => root.querySelector(`mark[data-first~="${key}"]`);

/** @param {HTMLElement} root @param {string} key @returns {HTMLElement | null} */
export const cardOf = (root, key) => root.querySelector(`#card-${key}`);

/** All keys in reading order. @param {HTMLElement} root @returns {string[]} */
export function keysOf(root) {
  return [...root.querySelectorAll("mark[data-first]")].flatMap((mark) => mark.dataset.first.split(" "));
}

/** The token of aria-describedby that belongs to a key: "d-PERSON-suggested". */
export function descriptionOf(lead, key) {
  const place = lead.dataset.first.split(" ").indexOf(key);
  return lead.getAttribute("aria-describedby").split(" ")[place];
}

/** @param {HTMLElement} root @param {string} key @returns {string} "suggested", "confirmed" or "" */
export function stateOf(root, key) {
  const lead = leadOf(root, key);
  return lead ? descriptionOf(lead, key).split("-").at(-1) : "";
}

/**
 * @param {HTMLElement} root @param {string} key
 * @returns {{key: string, isClaim: boolean, id: string, label: string, state: string, start: number,
 *   end: number, quote: string, row: HTMLElement, lead: HTMLElement} | null}
 */
export function itemOf(root, key) {
  const lead = leadOf(root, key);
  if (!lead) return null;
  const [, label, state] = descriptionOf(lead, key).split("-");
  const isClaim = key.startsWith("c");
  const [start, end] = isClaim ? firstContent(root, key) : extent(root, key, lead);
  const quote = quoteOf(root, start, end);
  return { key, isClaim, id: key.slice(1), label, state, start, end, quote, row: rowOf(lead), lead };
}

/** A claim's parts as [role, start, end, entity][]. @returns {[string, number|null, number|null, number|null][]} */
export function partsOf(root, key) {
  return JSON.parse(cardOf(root, key)?.dataset.parts ?? "[]");
}

/** The sentence around an offset, as [start, end) of the document. @param {HTMLElement} row */
export function sentenceAt(row, offset) {
  const text = textOf(row);
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  let at = startOf(row);
  for (const { segment } of segmenter.segment(text)) {
    const length = [...segment].length;
    if (offset < at + length) return [at, at + [...segment.trimEnd()].length];
    at += length;
  }
  return [startOf(row), Number(row.dataset.end)];
}

/** The words of a stretch inside one row. @param {HTMLElement} row */
export const wordsIn = (row, start, end) => cut(textOf(row), start - startOf(row), end - startOf(row));

function extent(root, key, lead) {
  const marks = marksOf(root, key);
  const row = rowOf(lead);
  const last = marks.at(-1);
  return [toOffset(row, marks[0], 0), toOffset(row, last, last.childNodes.length)];
}

function firstContent(root, key) {
  const [, start, end] = partsOf(root, key).find(([role]) => role === "content");
  return [start, end];
}
