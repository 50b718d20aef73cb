// What becomes of writes that came after another one: sent again as they are, if that has nothing to do
// with them; else the person is asked. Pure.

import { isAddition } from "./writes.js";

/** @typedef {import("./write-queue.js").Write} Write @typedef {import("./places.js").Place} Place */
/**
 * @typedef {{keys: Set<string>, gone: Set<string>, touched: Place[], spans: Place[], by: string}} Since
 *   the items that were written to, those among them that are gone, where, where spans among them
 *   stood or stand, and by whom
 */

/** As the desk tells it. @param {DOMStringMap} told @returns {Since} */
export function sinceIn({ changed = "", gone = "", touched = "", spans = "", by = "" }) {
  return { keys: new Set(tokens(changed)), gone: new Set(tokens(gone)), touched: placesOf(touched), spans: placesOf(spans), by };
}

const tokens = (value) => value.split(" ").filter(Boolean);

const placesOf = (told) => tokens(told).map((each) => each.split("-").map(Number)).map(([start, end]) => ({ start, end }));

/** The item that a write is about, or "". @param {Write} write */
export const keyOf = ({ path }) => path.match(/^(?:span|claim)s\/\d+/)?.[0].replace(/^(.).*\//, "$1") ?? "";

/**
 * Those that are sent again, and those that the person is asked about; the others are done. An undo
 * takes back what came before it: where one waits, or another write about no item, all keep their turn.
 * @param {Write[]} unsaved @param {Since} since @returns {{again: Write[], asked: Write[]}}
 */
export function sortOut(unsaved, since) {
  if (isInTurn(unsaved)) return { again: [], asked: unsaved };
  const again = unsaved.filter((write) => isApart(write, since));
  const asked = unsaved.filter((write) => !again.includes(write) && !isDone(write, since));
  return { again: again.map((write) => ({ ...write, isAgain: true })), asked };
}

const isInTurn = (unsaved) => unsaved.some((write) => !keyOf(write) && !isAddition(write));

/** What does still what was to be done; nothing, where some of it cannot and the rest had to follow it. */
export function possible(asked, { gone }) {
  const ways = asked.map((write) => (gone.has(keyOf(write)) ? write.anew : write));
  return isInTurn(asked) && !ways.every(Boolean) ? [] : ways.filter(Boolean);
}

/** Once, if it is about other items and places. What an item goes back to may be anywhere. */
function isApart(write, { keys, touched, spans }) {
  const key = keyOf(write);
  if (write.isAgain || write.path.endsWith("/revert/") || (key ? keys.has(key) : !isAddition(write))) return false;
  return !meet(placesIn(write), touched) && !meet(write.at ? [write.at] : [], spans);
}

const meet = (some, others) => some.some((one) => others.some(({ start, end }) => one.start < end && start < one.end));

/** Whether its item is gone, and that is all it was to do. @param {Write} write @param {Since} since */
const isDone = (write, { gone }) => gone.has(keyOf(write)) && /\/(?:reject|remove)\/$/.test(write.path);

/** Where something is to stand that did not. */
const placesIn = (write) => (isAddition(write) || write.fields.some(([name]) => ["start", "content"].includes(name)) ? (write.pending ?? []) : []);

/** @param {Write} write whose item is gone @param {Since} since */
export function farewell({ path, fields }, { by }) {
  const quote = fields.find(([name]) => name === "quote")?.[1];
  const kind = path.startsWith("claims") ? "claim" : "mark";
  const what = quote ? `“${quote.slice(0, 60)}”` : `This ${kind}`;
  return `${[what, "was removed", by && "by", by].filter(Boolean).join(" ")}.`;
}
