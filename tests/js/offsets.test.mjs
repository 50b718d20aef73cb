import assert from "node:assert/strict";
import { test } from "node:test";

import { toPoints, toUnits } from "../../static/js/offsets.js";

const TEXTS = [
  "plain",
  "Grüße 🙂 from 🇫🇷 Paris",
  "👨‍👩‍👧‍👦 Zoe\u0308, \u202eabc\u202c",
  "قالت ماريا 🙂 يوم الثلاثاء",
  "lone \ud83d surrogate \ude00 halves",
  "",
];

test("an emoji is one code point and two units", () => {
  assert.equal(toPoints("🙂 Paris", 3), 2);
  assert.equal(toUnits("🙂 Paris", 2), 3);
});

test("crossing and coming back changes nothing, at any place of any text", () => {
  for (const text of TEXTS) {
    for (let point = 0; point <= [...text].length; point += 1) {
      assert.equal(toPoints(text, toUnits(text, point)), point);
    }
  }
});

test("the whole text is as long as Python says", () => {
  for (const text of TEXTS) assert.equal(toPoints(text), Array.from(text).length);
});

test("a place behind the end is the end", () => {
  assert.equal(toUnits("🙂", 9), 2);
});
