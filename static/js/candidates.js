// Who may have said it, with which words, through whom: what the editor of a claim offers.

import { nearest } from "./drafts.js";
import { itemOf, keysIn, partsOf } from "./items.js";
import { paragraphOf, rangesOf, rowsAt, rowsIn, startOf, wordsAt } from "./places.js";
import { occurrences } from "./search.js";
import { toWords } from "./selection.js";
import { words } from "./words.js";

const LABELS = { source: ["PERSON", "ORG", "GPE"], via: ["ORG"] };
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
const MOST = 9;
const OFFERED = {
  content: () => [],
  cue: (text, { own }) => apart(wordsLike(text, own, CUE), named(text, own)), // not the "States" of a name
  source: sources,
  via: (text, { near }) => named(text, near, LABELS.via),
};

/**
 * Places for a role, nearest to the content first, each wording once; of organisations that may
 * be a via, outlets before others.
 * @param {HTMLElement} text @param {string} role @param {import("./drafts.js").Draft} draft
 */
export function candidates(text, role, draft) {
  const { content } = draft.parts;
  if (!content.length) return [];
  const found = nearest(OFFERED[role](text, rowsNear(text, content)), content);
  return onceEach(text, role === "via" ? outletsFirst(text, found) : found).slice(0, MOST);
}

/** Where what a person types stands: whole names and words, nearest to the content first. */
export function typed(text, written, { parts: { content } }) {
  const found = nearest(occurrences(text, written), content).slice(0, MOST * 5);
  return onceEach(text, found.map((place) => nameAround(text, place))).slice(0, MOST);
}

function nameAround(text, place) {
  const mark = rangesOf(text, place)[0].endContainer.parentElement.closest("mark.e");
  const names = mark?.dataset.s.split(" ").filter((key) => key.startsWith("s")).map((key) => itemOf(text, key).place) ?? [];
  return names.find(({ start, end }) => start <= place.start && place.end <= end) ?? toWords(text, place);
}

/** Names, what else is the source of a claim nearby, and words that stand for people. */
function sources(text, { own, near }) {
  const names = named(text, near, LABELS.source);
  const isNear = (place) => rowsAt(text, place).some((row) => near.includes(row));
  const known = [...names, ...apart(partsIn(text, "source").filter(isNear), names)];
  return [...known, ...apart(wordsLike(text, own, PRONOUN), known)];
}

/** The places that touch none of the others. */
function apart(places, others) {
  return places.filter(({ start, end }) => !others.some((other) => other.start < end && start < other.end));
}

function outletsFirst(text, places) {
  const known = partsIn(text, "via").map((place) => wordsAt(text, place));
  const isOutlet = (words) => OUTLET.test(words) || known.some((each) => each.includes(words));
  const outlets = places.filter((place) => isOutlet(wordsAt(text, place)));
  return [...outlets, ...places.filter((place) => !outlets.includes(place))];
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

/** Where entities of these labels, or of any, are named. */
function named(text, rows, labels) {
  const keys = rows.flatMap((row) => [...row.querySelectorAll("mark[data-first]")].flatMap((mark) => mark.dataset.first.split(" ")));
  const items = keys.filter((key) => key.startsWith("s")).map((key) => itemOf(text, key));
  return items.filter((item) => item.state !== "rejected" && (labels?.includes(item.label) ?? true)).map((item) => item.place);
}

function wordsLike(text, rows, wanted) {
  return rows.flatMap((row) => {
    const from = startOf(row);
    return words(paragraphOf(row).textContent, text.lang)
      .map(([start, end]) => ({ start: start + from, end: end + from }))
      .filter((place) => wanted.test(wordsAt(text, place)));
  });
}

function onceEach(text, places) {
  const seen = new Map(places.map((place) => [wordsAt(text, place), place]).reverse());
  return places.filter((place) => seen.get(wordsAt(text, place)) === place);
}
