// A claim while it is put together. Pure: the page is only read through what is handed in.

/**
 * @typedef {import("./places.js").Place} Place
 * @typedef {"content" | "source" | "cue" | "via"} Role
 * @typedef {{key: string | null, parts: Record<Role, Place[]>, inferred: Role[], changed: Role[],
 *   speech: string}} Draft `inferred` are roles that are carried over from an earlier sentence
 */

/** @type {Role[]} */
export const ROLES = ["content", "source", "cue", "via"];
const OPENING = /[“"„«‘']\s*$/u;
const CLOSING = /^[.,!?…]?\s*[”"“»’']/u;
const QUOTE = /[“"„«]/u;

/** @param {Place[]} content @returns {Draft} */
export const begun = (content) => ({
  key: null, parts: { content, source: [], cue: [], via: [] }, inferred: [], changed: ["content"], speech: "none",
});

/** @param {string} key @param {{role: Role, start: number | null, end: number | null}[]} parts @param {string} speech */
export function opened(key, parts, speech) {
  const placed = (role) => parts.filter((part) => part.role === role && part.start !== null).map(({ start, end }) => ({ start, end }));
  return {
    key,
    parts: Object.fromEntries(ROLES.map((role) => [role, placed(role)])),
    inferred: parts.filter((part) => part.start === null).map((part) => part.role),
    changed: [],
    speech,
  };
}

/** The draft with a role filled anew, or with one place more. @param {Draft} draft @returns {Draft} */
export function filled(draft, role, places, { isMore = false } = {}) {
  const parts = isMore ? [...draft.parts[role], ...places] : places;
  return {
    ...draft,
    parts: { ...draft.parts, [role]: parts },
    inferred: draft.inferred.filter((each) => each !== role),
    changed: [...new Set([...draft.changed, role])],
  };
}

/** The next role without a part, or null. @param {Draft} draft @param {Role} role */
export function nextEmpty(draft, role) {
  const later = ROLES.slice(ROLES.indexOf(role) + 1);
  return later.find((each) => !draft.parts[each].length && !draft.inferred.includes(each)) ?? null;
}

/** @param {Draft} draft whether anybody but the article itself says it */
export const isAttributed = (draft) => ROLES.slice(1).some((role) => draft.parts[role].length || draft.inferred.includes(role));

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
