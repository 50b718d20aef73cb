import assert from "node:assert/strict";
import { test } from "node:test";

import { begun, filled, guessedSpeech, nearest, nextEmpty, opened } from "../../static/js/drafts.js";

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

test("only what was filled is sent", () => {
  const draft = opened("c7", [{ role: "content", start: 1, end: 4 }, { role: "source", start: null, end: null }], "indirect");
  assert.deepEqual(draft.changed, []);
  assert.deepEqual(draft.inferred, ["source"]);
  assert.equal(nextEmpty(draft, "content"), "cue"); // a source carried over is there
  assert.deepEqual(filled(draft, "source", []).changed, ["source"]);
  assert.deepEqual(filled(draft, "source", []).inferred, []);
});

test("one more place leaves those before it", () => {
  const draft = filled(begun([{ start: 0, end: 3 }]), "content", [{ start: 5, end: 8 }], { isMore: true });
  assert.deepEqual(draft.parts.content, [{ start: 0, end: 3 }, { start: 5, end: 8 }]);
});

test("candidates are offered from near to far, never from inside the claim", () => {
  const places = [{ start: 90, end: 95 }, { start: 12, end: 14 }, { start: 5, end: 9 }];
  assert.deepEqual(nearest(places, [{ start: 10, end: 20 }]), [places[2], places[0]]);
});
