import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, fieldsOf, filled, guessedSpeech, nearest, nextEmpty, opened, reported } from "../../static/js/drafts.js";

const TEXT = "Bagheri said, “We are concerned.” He denied that “all” was lost. Sales rose.";
const at = (words) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });
const wordsAt = ({ start, end }) => TEXT.slice(start, end);
const claim = (content, source) => filled(begun([at(content)]), "source", source ? [at(source)] : []);

test("a claim nobody is named for is the article's own", () => {
  assert.equal(guessedSpeech(begun([at("Sales rose")]), wordsAt), "none");
});

test("quotation marks around tell direct speech, inside mixed, none indirect", () => {
  assert.equal(guessedSpeech(claim("We are concerned", "Bagheri"), wordsAt), "direct");
  assert.equal(guessedSpeech(claim("“all” was lost", "He"), wordsAt), "mixed");
  assert.equal(guessedSpeech(claim("Sales rose", "Bagheri"), wordsAt), "indirect");
});

test("filling goes on to the next part that is empty", () => {
  const draft = claim("Sales rose", "Bagheri");
  assert.equal(nextEmpty(draft, "source"), "cue");
  assert.equal(nextEmpty(filled(draft, "cue", [at("said")]), "cue"), "via");
  assert.equal(nextEmpty(draft, "via"), null);
});

const CARRIED = [{ role: "content", start: 1, end: 4 }, { role: "source", start: null, end: null, entity: 5, name: "Ann" }];

test("only what was filled is sent", () => {
  const draft = opened("c7", CARRIED, "indirect");
  assert.deepEqual(fieldsOf(draft), [["speech", "indirect"]]);
  assert.equal(nextEmpty(draft, "content"), "cue"); // a source carried over is there
  assert.deepEqual(fieldsOf(filled(draft, "source", []))[0], ["source", ""]);
});

test("who stands nowhere is sent by number, or by name and label if new", () => {
  const draft = filled(opened("c7", CARRIED, "indirect"), "source", [{ label: "ORG", name: "Fars News" }, { start: 7, end: 9 }], { isMore: true });
  assert.deepEqual(fieldsOf(draft), [["source", "entity-5"], ["source", "new-ORG-Fars News"], ["source", "7-9"], ["speech", "indirect"]]);
});

test("what reports a claim is sent when it was said, and blank for none", () => {
  const draft = opened("c7", CARRIED, "indirect", "c3");
  assert.deepEqual(fieldsOf(reported(draft, "c12"))[0], ["within", "12"]);
  assert.deepEqual(fieldsOf(reported(draft, null))[0], ["within", ""]);
});

test("one more leaves those before it, and given again goes", () => {
  const [first, second] = [{ start: 0, end: 3 }, { start: 5, end: 8 }];
  const draft = filled(begun([first]), "content", [second], { isMore: true });
  assert.deepEqual(draft.parts.content, [first, second]);
  assert.deepEqual(filled(draft, "content", [{ ...first }], { isMore: true }).parts.content, [second]);
  assert.deepEqual(filled(begun([first]), "content", [first], { isMore: true }).parts.content, [first]);
});

test("candidates are offered from near to far, never from inside the claim", () => {
  const places = [{ start: 90, end: 95 }, { start: 12, end: 14 }, { start: 5, end: 9 }];
  assert.deepEqual(nearest(places, [{ start: 10, end: 20 }]), [places[2], places[0]]);
});
