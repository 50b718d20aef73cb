// Who may have said it, with which words, through whom: what the editor of a claim offers. What is
// known of words is English; where none of them stands, and for labels, the page itself tells.

import { nearest } from "./drafts.js";
import { cardOf, itemOf, keysIn, leadOf, partsOf } from "./items.js";
import { paragraphOf, rangesOf, rowsAt, rowsIn, startOf, wordsAt } from "./places.js";
import { occurrences } from "./search.js";
import { toWords } from "./selection.js";
import { words } from "./words.js";

export const VALUES = new Set(["DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"]); // name nobody
const NAME = /[\p{Lu}\p{Lt}\p{Lo}]/u; // a capital, or a letter of a script without any
const LETTER = /\p{L}/u;
const PRONOUN = /^(?:he|she|they|who|officials|police|residents|analysts|experts)$/iu;
const CUE = new RegExp(
  "^(?:accord|acknowledg|accus|add|admi|agree|allege|announc|argu|ask|assert|blam|caution|claim|comment|" +
    "conced|conclud|condemn|confirm|contend|criti|declar|den(?:y|ied)|describ|disclos|emphasi|estimat|" +
    "explain|express|hint|insist|maintain|mention|not(?:ed|ing)|observ|predict|promis|propos|quot|reiterat|" +
    "remark|report|respond|reveal|said|say|stat(?:ed|ing|es)|stress|suggest|tell|testif|threat|told|" +
    "tweet|urg|vow|warn|wrote|writ)\\p{L}*$",
  "iu",
);
const OUTLET = /\b(?:news|agency|press|tv|radio|television|broadcast\w*|daily|times|post|journal|gazette|tribune|herald)\b/iu;
export const MOST = 9;
const OFFERED = { content: () => [], cue: cues, source: sources, via: (text, { near }) => placesOf(names(text, near)) };

/**
 * Places for a role, nearest to the content first, each wording once; of names that may be a via,
 * outlets before others that are labelled as vias are elsewhere.
 * @param {HTMLElement} text @param {string} role @param {import("./drafts.js").Draft} draft
 */
export function candidates(text, role, draft) {
  const { content } = draft.parts;
  if (!content.length) return [];
  const found = nearest(OFFERED[role](text, rowsNear(text, content)), content);
  return onceEach(text, role === "via" ? outletsFirst(text, found) : found).slice(0, MOST);
}

/** Where what a person types stands: whole names and words, nearest to the content first, inside it last. */
export function typed(text, written, { parts: { content } }) {
  const places = occurrences(text, written);
  const beside = nearest(places, content);
  const found = [...beside, ...places.filter((place) => !beside.includes(place))].slice(0, MOST * 5);
  return onceEach(text, found.map((place) => nameAround(text, place))).slice(0, MOST);
}

/**
 * The keys of the claims that stand and could report this one: those around its content, the
 * innermost first, then the nearest; none that it reports itself.
 * @param {HTMLElement} text @param {import("./drafts.js").Draft} draft
 */
export function reporting(text, { key, parts: { content: [{ start, end }] } }) {
  const standing = [...text.querySelectorAll(".claim.confirmed")].map(({ dataset }) => dataset.card);
  const found = standing.filter((each) => leadOf(text, each) && !leadsTo(each, key)).map((each) => {
    const { place } = itemOf(text, each);
    const isBeside = place.start > start || place.end < end;
    return { each, isBeside, far: isBeside ? Math.max(start - place.end, place.start - end) : place.end - place.start };
  });
  return found.sort((a, b) => a.isBeside - b.isBeside || a.far - b.far).slice(0, MOST).map(({ each }) => each);
}

function leadsTo(key, inner) {
  const met = new Set();
  for (let at = key; at && !met.has(at); at = cardOf(at)?.dataset.within) {
    if (at === inner) return true;
    met.add(at);
  }
  return false;
}

function nameAround(text, place) {
  const mark = rangesOf(text, place)[0].endContainer.parentElement.closest("mark.e");
  const found = mark?.dataset.s.split(" ").filter((key) => key.startsWith("s")).map((key) => itemOf(text, key).place) ?? [];
  return found.find(({ start, end }) => start <= place.start && place.end <= end) ?? toWords(text, place);
}

/** Names, what else is the source of a claim nearby, and words that stand for people; else any words. */
function sources(text, { own, near }) {
  const named = placesOf(names(text, near));
  const isNear = (place) => rowsAt(text, place).some((row) => near.includes(row));
  const known = [...named, ...apart(partsIn(text, "source").filter(isNear), named)];
  const found = [...known, ...apart(wordsIn(text, own, (word) => PRONOUN.test(word)), known)];
  return found.length ? found : wordsIn(text, own);
}

/** Words that attribute, here or in other claims of the page, else any; none of a name ("States"). */
function cues(text, { own }) {
  const used = new Set(partsIn(text, "cue").map((place) => wordsAt(text, place).toLowerCase()));
  const isCue = (word) => CUE.test(word) || used.has(word.toLowerCase());
  const named = placesOf(spans(text, own));
  const known = apart(wordsIn(text, own, isCue), named);
  return known.length ? known : apart(wordsIn(text, own), named);
}

/** The places that touch none of the others. */
function apart(places, others) {
  return places.filter(({ start, end }) => !others.some((other) => other.start < end && start < other.end));
}

function outletsFirst(text, places) {
  const vias = partsIn(text, "via");
  const known = vias.map((place) => wordsAt(text, place));
  const touching = spans(text, rowsIn(text)).filter(({ place }) => apart([place], vias).length === 0);
  const labels = new Set(touching.map(({ label }) => label));
  const usual = new Set(spans(text, rowsIn(text)).filter(({ label }) => labels.has(label)).map(({ place }) => place.start));
  const isOutlet = (place) => OUTLET.test(wordsAt(text, place)) || known.some((each) => each.includes(wordsAt(text, place)));
  const rank = (place) => (isOutlet(place) ? 0 : usual.has(place.start) ? 1 : 2);
  return places.map((place) => [rank(place), place]).sort(([a], [b]) => a - b).map(([, place]) => place);
}

/** What the claims of the text have in a role. */
function partsIn(text, role) {
  const claims = keysIn(text).filter((key) => key.startsWith("c"));
  return claims.flatMap((key) => partsOf(key)).filter((part) => part.role === role && part.start !== null);
}

/** The paragraphs of the content, and with two before and one after. */
function rowsNear(text, content) {
  const all = rowsIn(text);
  const own = content.flatMap((place) => rowsAt(text, place));
  const first = all.indexOf(own[0]);
  const last = all.indexOf(own.at(-1));
  return { own: [...new Set(own)], near: all.slice(Math.max(0, first - 2), last + 2) };
}

/** What is labelled in these rows. @returns {import("./items.js").Item[]} */
function spans(text, rows) {
  const keys = rows.flatMap((row) => keysIn(row)).filter((key) => key.startsWith("s"));
  return keys.map((key) => itemOf(text, key)).filter((item) => item.state !== "rejected");
}

const names = (text, rows) => spans(text, rows).filter(({ label, words }) => !VALUES.has(label) && NAME.test(words));
const placesOf = (items) => items.map(({ place }) => place);

function wordsIn(text, rows, isWanted = (word) => LETTER.test(word)) {
  return rows.flatMap((row) => {
    const from = startOf(row);
    return words(paragraphOf(row).textContent, text.lang)
      .map(([start, end]) => ({ start: start + from, end: end + from }))
      .filter((place) => isWanted(wordsAt(text, place)));
  });
}

function onceEach(text, places) {
  const seen = new Map(places.map((place) => [wordsAt(text, place), place]).reverse());
  return places.filter((place) => seen.get(wordsAt(text, place)) === place);
}
