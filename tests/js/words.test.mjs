import assert from "node:assert/strict";
import { test } from "node:test";

import { toUnits } from "../../static/js/offsets.js";
import { moved, sentenceAround, snapped, steps, trimmed, words } from "../../static/js/words.js";

const cut = (text, [start, end]) => text.slice(toUnits(text, start), toUnits(text, end));
const find = (text, words) => {
  const at = Array.from(text.slice(0, text.indexOf(words))).length;
  return [at, at + Array.from(words).length];
};
const snap = (text, chosen, locale = "en") => cut(text, snapped(text, locale, find(text, chosen)));

test("half a word becomes the whole word", () => {
  assert.equal(snap("said Rex Tillerson on Monday", "ex Tiller"), "Rex Tillerson");
});

test("blanks and punctuation around are left out", () => {
  assert.equal(snap("in Gaza, “Hamas” said", " Gaza, “Ham"), "Gaza, “Hamas");
  assert.equal(snap("in (Gaza), he", "(Gaza), "), "Gaza");
});

test("a currency sign that was selected stays", () => {
  assert.equal(snap("set aside €4.2 billion for", "€4.2 bil"), "€4.2 billion");
});

test("a possessive does not belong to the name, a plural's apostrophe does", () => {
  assert.equal(snap("the general of Iran's army", "Iran's"), "Iran");
  assert.equal(snap("the general of Iran’s army", "Ira"), "Iran");
  assert.equal(snap("the Harbor Workers’ Union", "Harbor Workers’ Uni"), "Harbor Workers’ Union");
});

test("an abbreviation keeps its last point, a sentence loses it", () => {
  assert.deepEqual(cut("in the U.S. today", trimmed("in the U.S. today", find("in the U.S. today", "U.S. "))), "U.S.");
  assert.equal(snap("He left Paris.", "Paris."), "Paris");
});

test("emoji before and inside do not shift anything", () => {
  assert.equal(snap("🙂🙂 Zoë 👨‍👩‍👧 Müller 🇫🇷", "oë 👨‍👩‍👧 Mü"), "Zoë 👨‍👩‍👧 Müller");
  assert.equal(snap("only 📈 here", "📈"), "📈");
});

test("Arabic and Hebrew words are whole words", () => {
  assert.equal(snap("قالت ماريا فيريرا يوم", "اريا فير", "ar"), "ماريا فيريرا");
  assert.equal(snap("כי הבנק המרכזי טען", "בנק המר", "he"), "הבנק המרכזי");
});

test("a language that is none is read as English", () => {
  assert.equal(snap("Rex Tillerson", "illers", "not a language"), "Tillerson");
});

test("the sentence around a name", () => {
  const text = "He left. Rex Tillerson said “sales rose”. 🙂 She stayed.";
  assert.equal(cut(text, sentenceAround(text, "en", find(text, "Tillerson"))), "Rex Tillerson said “sales rose");
});

test("boundaries move by words and never past each other", () => {
  const text = "the Autumn Energy Summit";
  const all = words(text, "en");
  const autumn = find(text, "Autumn");
  assert.equal(cut(text, moved(all, autumn, "end", 1)), "Autumn Energy");
  assert.equal(cut(text, moved(all, autumn, "start", -1)), "the Autumn");
  assert.equal(cut(text, moved(all, autumn, "start", 1)), "Autumn");
  assert.equal(cut(text, moved(all, autumn, "end", -1)), "Autumn");
  assert.equal(cut(text, moved(all, find(text, "Summit"), "end", 1)), "Summit");
});

test("a boundary can be put behind a possessive", () => {
  const text = "Iran's Armed Forces";
  const all = steps(text, "en");
  assert.equal(cut(text, moved(all, find(text, "Iran"), "end", 1)), "Iran's");
  assert.equal(cut(text, moved(all, find(text, "Iran's"), "end", 1)), "Iran's Armed");
  assert.equal(cut(text, moved(all, find(text, "Iran's"), "end", -1)), "Iran");
});
