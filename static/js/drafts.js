// A claim while it is put together. Pure: the page is only read through what is handed in.

/**
 * @typedef {import("./places.js").Place} Place
 * @typedef {{entity?: number, label?: string, name: string}} Named who stands nowhere in the
 *   article: an entity by its id, a new one with the key of its label
 * @typedef {Place | Named} Part
 * @typedef {"content" | "source" | "cue" | "via"} Role
 * @typedef {{key: string | null, parts: Record<Role, Part[]>, within: string | null,
 *   changed: string[], speech: string}} Draft `within` is the key of the claim that reports it
 */

/** @type {Role[]} */
export const ROLES = ["content", "source", "cue", "via"];
const OPENING = /[“"„«‘']\s*$/u;
const CLOSING = /^[.,!?…]?\s*[”"“»’']/u;
const QUOTE = /[“"„«]/u;

/** @param {Part} part */
export const isPlaced = (part) => part.start !== undefined;

/** @param {Place[]} content @returns {Draft} */
export const begun = (content) => ({
  key: null, parts: { content, source: [], cue: [], via: [] }, within: null, changed: ["content"], speech: "none",
});

/**
 * @param {string} key @param {{role: Role, start: number | null, end: number | null, entity?: number, name?: string}[]} parts
 * @param {string} speech @param {string | null} within @returns {Draft}
 */
export function opened(key, parts, speech, within = null) {
  const inRole = (role) => parts.filter((part) => part.role === role).map(({ start, end, entity, name }) => (start === null ? { entity, name } : { start, end }));
  return { key, parts: Object.fromEntries(ROLES.map((role) => [role, inRole(role)])), within, changed: [], speech };
}

/**
 * The draft with a role filled anew; with `isMore`, what is there stays, but what is given again goes.
 * @param {Draft} draft @param {Role} role @param {Part[]} given @returns {Draft}
 */
export function filled(draft, role, given, { isMore = false } = {}) {
  const present = draft.parts[role];
  const parts = isMore ? [...present.filter((part) => !isIn(given, part)), ...given.filter((part) => !isIn(present, part))] : given;
  if (role === "content" && !parts.length) return draft;
  return { ...draft, parts: { ...draft.parts, [role]: parts }, changed: [...new Set([...draft.changed, role])] };
}

/** @param {Part[]} parts @param {Part} part */
export const isIn = (parts, part) => parts.some((each) => isSame(each, part));

const isSame = (one, other) => ["start", "end", "entity", "label", "name"].every((each) => one[each] === other[each]);

/** @param {Draft} draft @param {string | null} key of the claim that reports this one @returns {Draft} */
export const reported = (draft, key) => ({ ...draft, within: key, changed: [...new Set([...draft.changed, "within"])] });

/** The next role without a part, or null. @param {Draft} draft @param {Role} role */
export const nextEmpty = (draft, role) => ROLES.slice(ROLES.indexOf(role) + 1).find((each) => !draft.parts[each].length) ?? null;

/** @param {Draft} draft whether anybody but the article itself says it */
export const isAttributed = (draft) => ROLES.slice(1).some((role) => draft.parts[role].length);

/**
 * What the quotation marks tell, for a draft whose speech nobody has chosen.
 * @param {Draft} draft @param {(place: Place) => string} wordsAt
 */
export function guessedSpeech(draft, wordsAt) {
  if (!isAttributed(draft)) return "none";
  const [{ start, end }] = draft.parts.content;
  const opens = OPENING.test(wordsAt({ start: Math.max(0, start - 2), end: start }));
  if (opens && CLOSING.test(wordsAt({ start: end, end: end + 3 }))) return "direct";
  return QUOTE.test(wordsAt({ start, end })) ? "mixed" : "indirect";
}

/** Nearest to the content first; those inside it are left out. @param {Place[]} places @param {Place[]} content */
export function nearest(places, content) {
  const distance = (place) => Math.min(...content.map(({ start, end }) => Math.max(place.start - end, start - place.end)));
  return places.filter((place) => distance(place) >= 0).sort((a, b) => distance(a) - distance(b));
}

/** What the desk is told of a draft: a new claim whole, of one that is there what changed. @param {Draft} draft */
export function fieldsOf({ parts, within, changed, speech }) {
  const told = changed.flatMap((name) => {
    if (name === "within") return [[name, within ? within.slice(1) : ""]];
    return parts[name].length ? parts[name].map((part) => [name, sent(part)]) : [[name, ""]];
  });
  return [...told, ["speech", speech]];
}

function sent(part) {
  if (isPlaced(part)) return `${part.start}-${part.end}`;
  return part.entity ? `entity-${part.entity}` : `new-${part.label}-${part.name}`;
}
