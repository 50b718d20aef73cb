// What becomes of a write that came after another one: sent again as it is, if that has nothing to do
// with it; else the person is asked. Pure.

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

/** Once, if it is about other items and places. @param {Write} write @param {Since} since */
export function isApart(write, { keys, touched, spans }) {
  const key = keyOf(write);
  if (write.isAgain || (key ? keys.has(key) : !isAddition(write))) return false;
  return !meet(placesIn(write), touched) && !meet(write.at ? [write.at] : [], spans);
}

const meet = (some, others) => some.some((one) => others.some(({ start, end }) => one.start < end && start < one.end));

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
