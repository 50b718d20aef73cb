// What an answer of the server holds, and what it changes on the page.

import { itemOf, keysIn } from "./items.js";

/** @param {string} html @returns {{rows: Element[], parts: Element[]}} rows, and parts by their id */
export function read(html) {
  const outer = document.createElement("template");
  outer.innerHTML = html;
  const children = [...(outer.content.querySelector("template")?.content.children ?? [])];
  return {
    rows: children.filter((each) => each.matches(".row")),
    parts: children.filter((each) => !each.matches(".row")),
  };
}

/** Put counts and lists in place of those on the page. @param {Element[]} parts */
export function replaceParts(parts) {
  for (const part of parts) {
    const present = document.getElementById(part.id);
    if (present?.open) part.open = true;
    present?.replaceWith(part);
  }
}

/** What stands in some rows, by key, to be compared later. @param {HTMLElement} text @param {string[]} ids */
export function standing(text, ids) {
  const keys = ids.flatMap((id) => keysIn(document.getElementById(id)));
  return new Map(keys.map((key) => [key, itemOf(text, key)]));
}

/** The keys that differ between two states. */
export function changedKeys(before, after) {
  const differs = (key) => told(before.get(key)) !== told(after.get(key));
  return [...new Set([...after.keys(), ...before.keys()])].filter(differs);
}

const told = (item) => item && `${item.label} ${item.state} ${item.place.start}-${item.place.end}`;

/** Sentences about what changed. @param {(label: string) => string} nameOf */
export function changes(before, after, nameOf) {
  return changedKeys(before, after).map((key) => {
    const item = after.get(key) ?? before.get(key);
    const what = after.has(key) ? `now ${nameOf(item.label)}, ${item.state}` : "no longer marked";
    return `“${item.words.slice(0, 60)}” is ${what}.`;
  });
}
