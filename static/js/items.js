// The items of the page (spans "s12" and claims "c7") as its markup tells them.

import { placeOf, rowsAt, wordsAt } from "./places.js";

/**
 * @typedef {import("./places.js").Place} Place
 * @typedef {{key: string, isClaim: boolean, label: string, state: string, place: Place,
 *   words: string, rows: string[], tie: string, lead: HTMLElement}} Item `tie` tells of a span
 *   the id of its entity, 0 if that has no card, and its name; of a claim all its parts
 */

const all = (text, selector) => [...text.querySelectorAll(selector)];
const tokens = (value) => (value ? value.split(" ") : []);

/** Every segment that an item covers. @param {ParentNode} text @param {string} key */
export const marksOf = (text, key) => all(text, `mark[data-s~="${key}"]`);

/** The segment where an item begins, on which focus lands. @returns {HTMLElement | null} */
export const leadOf = (text, key) => text.querySelector(`mark[data-first~="${key}"]`);

/** All keys in reading order. @param {ParentNode} text @returns {string[]} */
export const keysIn = (text) => all(text, "mark[data-first]").flatMap((mark) => tokens(mark.dataset.first));

/** The card of a claim. @returns {HTMLElement | null} */
export const cardOf = (key) => document.getElementById(`card-${key}`);

/** Label and state, which the lead's descriptions name in the order of its keys. */
const toldOf = (lead, key) => toldBy(lead).find(([each]) => each === key)[1];

/** @returns {[string, {label: string, state: string}][]} */
function toldBy(lead) {
  const told = tokens(lead.getAttribute("aria-describedby"));
  return tokens(lead.dataset.first).map((key, at) => {
    const cut = told[at].lastIndexOf("-");
    return [key, { label: told[at].slice(2, cut), state: told[at].slice(cut + 1) }];
  });
}

/** Label and state of all items, by key in reading order. @param {ParentNode} text */
export const toldIn = (text) => new Map(all(text, "mark[data-first]").flatMap(toldBy));

/** @param {ParentNode} text @param {string} key @returns {Item | null} */
export function itemOf(text, key) {
  const lead = leadOf(text, key);
  if (!lead) return null;
  const isClaim = key.startsWith("c");
  const place = isClaim ? contentOf(partsOf(key))[0] : placeOfMarks(text, marksOf(text, key));
  const rows = isClaim ? contentOf(partsOf(key)).flatMap((each) => rowsAt(text, each)) : [lead.closest(".row")];
  const tie = isClaim ? cardOf(key).dataset.parts : tieOf(lead, key);
  return { key, isClaim, ...toldOf(lead, key), place, words: wordsAt(text, place), rows: [...new Set(rows)].map((row) => row.id), tie, lead };
}

/** Each line names a key, and what it is tied to. */
function tieOf({ dataset: { named = "" } }, key) {
  return named.split("\n").find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? "";
}

function placeOfMarks(text, marks) {
  const range = document.createRange();
  range.setStartBefore(marks[0]);
  range.setEndAfter(marks.at(-1));
  return placeOf(text, range);
}

/** Whether a suggestion waits for a decision. */
export function isSuggested(text, key) {
  const lead = leadOf(text, key);
  return Boolean(lead) && toldOf(lead, key).state === "suggested";
}

/** Say of an item what is not confirmed by the server yet. */
export function tell(text, key, { label, state }) {
  const lead = leadOf(text, key);
  if (!lead) return;
  const told = tokens(lead.getAttribute("aria-describedby"));
  const at = tokens(lead.dataset.first).indexOf(key);
  const was = toldOf(lead, key);
  told[at] = `d-${label ?? was.label}-${state ?? was.state}`;
  lead.setAttribute("aria-describedby", told.join(" "));
}

/**
 * The parts of a claim, as its card holds them.
 * @param {string} key @returns {{role: string, start: number | null, end: number | null, entity: number | null, name?: string}[]}
 */
export function partsOf(key) {
  const parts = JSON.parse(cardOf(key).dataset.parts);
  return parts.map(([role, start, end, entity, name]) => ({ role, start, end, entity, name }));
}

const contentOf = (parts) => parts.filter((part) => part.role === "content").sort((a, b) => a.start - b.start);
