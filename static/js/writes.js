// What a person does, as the request that says so.

/** @typedef {import("./write-queue.js").Write} Write @typedef {import("./items.js").Item} Item */
/** @typedef {import("./places.js").Place} Place */

const SAID = { accept: "Accepting", reject: "Rejecting", remove: "Removing", restore: "Restoring" };

export const addressOf = (key) => `${key.startsWith("c") ? "claims" : "spans"}/${key.slice(1)}`;
const shortened = (words) => (words.length > 60 ? words.slice(0, 60) + "…" : words);
const quoted = (words) => `“${shortened(words)}”`;
/** Where a span stands once it is accepted, as what is written to a suggestion does. @param {Item} item */
const placeIfAccepted = ({ isClaim, state, place }) => (isClaim || state === "confirmed" ? undefined : place);
const stretch = ({ start, end }) => `${start}-${end}`;

/** @param {Item} item @param {"accept" | "reject" | "remove"} verb @returns {Write} */
export const decision = (item, verb) => once({
  path: `${addressOf(item.key)}/${verb}/`,
  fields: [["quote", item.words]],
  rows: item.rows,
  at: verb === "accept" ? placeIfAccepted(item) : undefined,
  says: `${SAID[verb]} ${quoted(item.words)}`,
});

/** `anew` is what does the same where the item is gone. @param {Item} item @param {{key: string, name: string}} label @returns {Write} */
export const relabelling = (item, label) => once({
  path: `${addressOf(item.key)}/correct/`,
  fields: [["quote", item.words], ["label_key", label.key]],
  rows: item.rows,
  at: item.place,
  says: `${label.name} on ${quoted(item.words)}`,
  anew: addition(item.place, item.words, label, []),
});

/** @param {Item} item @param {Place} place @param {string} words those inside `place` @returns {Write} */
export const rebounding = (item, place, words) => once({
  path: `${addressOf(item.key)}/correct/`,
  fields: item.isClaim
    ? [["content", stretch(place)]]
    : [["start", String(place.start)], ["end", String(place.end)], ["quote", words]],
  rows: item.rows,
  pending: [place],
  says: `The boundaries of ${quoted(words)}`,
  anew: item.isClaim ? undefined : addition(place, words, { key: item.label, name: "A mark" }, []),
});

/** @returns {Write} */
export const addition = (place, words, label, rows) => once({
  path: "spans/",
  fields: [
    ["start", String(place.start)], ["end", String(place.end)], ["quote", words],
    ["label_key", label.key],
  ],
  rows,
  pending: [place],
  says: `${label.name} on ${quoted(words)}`,
});

/**
 * A claim as drafted: a new one, or what changed of one that is there.
 * @param {string | null} key @param {[string, string][]} fields @param {string} words of its first content
 * @param {Place[]} content @param {string[]} rows @returns {Write}
 */
export const claim = (key, fields, words, content, rows) => once({
  path: key ? `${addressOf(key)}/correct/` : "claims/",
  fields: key ? fields : [...fields, ["quote", words]],
  rows,
  pending: content,
  says: `The claim ${quoted(words)}`,
});

/** @param {string} key @param {string} words @returns {Write} */
export const restoration = (key, words) => once({
  path: `${addressOf(key)}/restore/`,
  fields: key.startsWith("c") ? [] : [["quote", words]],
  rows: [],
  says: `Restoring ${quoted(words)}`,
});

/** @param {string} score from which on all that is undecided is accepted @returns {Write} */
export const acceptance = (score) => once({
  path: "accept-above/", fields: [["score", score]], rows: [], says: "Accepting the surest",
});

/** @param {Item} item @param {[string, string][]} fields the entity @param {string} name its name @returns {Write} */
export const tying = (item, fields, name) => once({
  path: `${addressOf(item.key)}/tie/`,
  fields: [["quote", item.words], ...fields],
  rows: item.rows,
  at: placeIfAccepted(item),
  says: `${quoted(item.words)} as ${name}`,
});

/** @param {Item} item @param {[string, string][]} fields values of attributes @returns {Write} */
export const describing = (item, fields) => once({
  path: `${addressOf(item.key)}/describe/`,
  fields: [["quote", item.words], ...fields],
  rows: item.rows,
  at: placeIfAccepted(item),
  says: `The attributes of ${quoted(item.words)}`,
});

/**
 * @param {string} key @param {string} event after which it stood as it shall again
 * @param {string} told what that was @param {string[]} rows @returns {Write}
 */
export const reversion = (key, event, told, rows) => once({
  path: `${addressOf(key)}/revert/`, fields: [["event", event]], rows, says: `Restoring ${shortened(told)}`,
});

/** @param {string} path @param {[string, string][]} fields the words, their places, a label @returns {Write} */
export const sameness = (path, fields) => once({ path, fields, rows: [], says: "The same words elsewhere" });

/** @param {"undo" | "redo"} way @returns {Write} */
export const step = (way) => once({ path: `${way}/`, fields: [], rows: [], says: way === "undo" ? "Undo" : "Redo" });

/** @param {Write} write */
export const isAddition = ({ path }) => path === "spans/" || path === "claims/";

/** @param {Write} write a step, after it @returns {string} */
export const doneBy = ({ path }) => (path === "undo/" ? "Undone" : "Redone");

/** @param {Write} write */
export const isStep = ({ path }) => path === "undo/" || path === "redo/";

// Sent again after its answer was lost, a write must not do its work twice.
function once(write) {
  return { ...write, fields: [...write.fields, ["idempotency_key", randomKey()]] };
}

// crypto.randomUUID is missing where the desk is served without https.
export const randomKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
