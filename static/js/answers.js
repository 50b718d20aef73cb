// What an answer of the server holds, and what it changes on the page.

import { sinceIn } from "./conflicts.js";
import { itemOf, keysIn } from "./items.js";

/** @param {string} html @returns {{rows: Element[], parts: Element[], since: import("./conflicts.js").Since}} rows, and parts by their id */
export function read(html) {
  const outer = document.createElement("template");
  outer.innerHTML = html;
  const inner = outer.content.querySelector("template");
  const children = [...(inner?.content.children ?? [])];
  return {
    rows: children.filter((each) => each.matches(".row")),
    parts: children.filter((each) => !each.matches(".row")),
    since: sinceIn(inner?.dataset ?? {}),
  };
}

/** Put counts and lists in place of those on the page; the focus stays where it was in them. @param {Element[]} parts */
export function replaceParts(parts) {
  for (const part of parts) {
    const present = document.getElementById(part.id);
    if (present?.open) part.open = true;
    const at = present ? controlsIn(present).indexOf(document.activeElement) : -1;
    present?.replaceWith(part);
    if (at >= 0) (controlsIn(part)[at] ?? controlsIn(part).at(-1))?.focus({ preventScroll: true });
  }
}

const controlsIn = (part) => [...part.querySelectorAll("summary, button, a[href]")];

/** What stands in some rows, by key, to be compared later. @param {HTMLElement} text @param {string[]} ids */
export function standing(text, ids) {
  const keys = ids.flatMap((id) => keysIn(document.getElementById(id)));
  return new Map(keys.map((key) => [key, itemOf(text, key)]));
}

/**
 * @typedef {{sentences: string[], added: string[], keys: string[], rows: string[]}} Changed
 *   keys that look different, those among them that were not there, and the ids of their rows
 */

/** @type {Changed} */
export const NOTHING = { sentences: [], added: [], keys: [], rows: [] };

/** What differs between two states, also in words. @param {(label: string) => string} nameOf @returns {Changed} */
export function changes(before, after, nameOf) {
  const differs = (key) => told(before.get(key)) !== told(after.get(key));
  const keys = [...new Set([...after.keys(), ...before.keys()])].filter(differs);
  const isReplaced = (item) => !after.has(item.key) && keys.some((key) => isSamePlace(after.get(key), item));
  const items = keys.map((key) => after.get(key) ?? before.get(key));
  return {
    keys,
    added: keys.filter((key) => !before.has(key)),
    rows: items.flatMap((item) => item.rows),
    sentences: items.filter((item) => !isReplaced(item)).map((item) => sentence(item, after.has(item.key), nameOf)),
  };
}

const isSamePlace = (one, other) => one?.place.start === other.place.start && one.place.end === other.place.end && one.isClaim === other.isClaim;

const told = (item) => item && `${item.label} ${item.state} ${item.place.start}-${item.place.end} ${item.tie}`;

function sentence(item, isThere, nameOf) {
  const gone = document.querySelector(`[data-restore="${item.key}"]`) ? "now rejected" : `no longer ${nameOf(item.label)}`;
  const what = isThere ? `now ${nameOf(item.label)}, ${item.state}` : gone;
  return `“${item.words.slice(0, 60)}” is ${what}.`;
}
