// What becomes of a write that came after another one: sent again as it is, if that has nothing to do
// with it; else the person is asked. Pure.

import { isAddition } from "./writes.js";

/** @typedef {import("./write-queue.js").Write} Write @typedef {import("./places.js").Place} Place */
/**
 * @typedef {{keys: Set<string>, gone: Set<string>, touched: Place[], by: string}} Since
 *   the items that were written to, those among them that are gone, where, and by whom
 */

/** As the desk tells it. @param {DOMStringMap} told @returns {Since} */
export function sinceIn({ changed = "", gone = "", touched = "", by = "" }) {
  const tokens = (value) => value.split(" ").filter(Boolean);
  const places = tokens(touched).map((each) => each.split("-").map(Number));
  return { keys: new Set(tokens(changed)), gone: new Set(tokens(gone)), touched: places.map(([start, end]) => ({ start, end })), by };
}

/** The item that a write is about, or "". @param {Write} write */
export const keyOf = ({ path }) => path.match(/^(?:span|claim)s\/\d+/)?.[0].replace(/^(.).*\//, "$1") ?? "";

/** Once, if it is about other items and places. @param {Write} write @param {Since} since */
export function isApart(write, { keys, touched }) {
  const key = keyOf(write);
  if (write.isAgain || (key ? keys.has(key) : !isAddition(write))) return false;
  const places = placesIn(write);
  return !touched.some(({ start, end }) => places.some((place) => place.start < end && start < place.end));
}

/** Whether its item is gone, and that is all it was to do. @param {Write} write @param {Since} since */
export const isDone = (write, { gone }) => gone.has(keyOf(write)) && /\/(?:reject|remove)\/$/.test(write.path);

/** Where something is to stand that did not. */
const placesIn = (write) => (isAddition(write) || write.fields.some(([name]) => ["start", "content"].includes(name)) ? (write.pending ?? []) : []);

/** @param {Write} write whose item is gone @param {Since} since */
export function farewell({ path, fields }, { by }) {
  const quote = fields.find(([name]) => name === "quote")?.[1];
  const kind = path.startsWith("claims") ? "claim" : "mark";
  const what = quote ? `“${quote.slice(0, 60)}”` : `This ${kind}`;
  return `${[what, "was removed", by && "by", by].filter(Boolean).join(" ")}.`;
}
