import assert from "node:assert/strict";
import { test } from "node:test";

import { farewell, possible, sinceIn, sortOut } from "../../static/js/conflicts.js";
import * as writes from "../../static/js/writes.js";

const since = sinceIn({ changed: "s1 c2", gone: "s1", touched: "10-20 40-44 ", spans: "40-44 ", by: "you in another tab" });
const item = (key, start, end, isClaim = false) => ({ key, isClaim, words: "Iran", label: "GPE", place: { start, end }, rows: [] });
const label = { key: "ORG", name: "Organisation" };
const accepting = (key, start, end) => writes.decision(item(key, start, end), "accept");
const isApart = (write) => sortOut([write], since).again.length === 1;
const isAsked = (write) => sortOut([write], since).asked.length === 1;
const added = (start, end) => writes.addition({ start, end }, "Iran", label, []);

test("a write is apart from what changed by its item, a new one by its place", () => {
  assert.ok(isApart(writes.decision(item("s7", 12, 16), "accept")));
  assert.ok(isApart(writes.decision(item("c1", 12, 16, true), "accept")));
  assert.ok(!isApart(writes.relabelling(item("s1", 70, 74), label)));
  assert.ok(!isApart(writes.decision(item("c2", 70, 74, true), "reject")));
  assert.ok(!isApart(writes.relabelling(item("s7", 38, 42), label)));
  assert.ok(isApart(writes.relabelling(item("s7", 12, 16), label))); // in a claim that changed
  assert.ok(isApart(added(20, 24)));
  assert.ok(!isApart(added(19, 24)));
  assert.ok(!isApart(writes.rebounding(item("s7", 70, 74), { start: 43, end: 74 }, "Iran")));
  assert.ok(isApart(writes.rebounding(item("s7", 70, 74), { start: 50, end: 74 }, "Iran")));
});

test("what is about no item, or was sent again already, is not sent again", () => {
  for (const write of [writes.step("undo"), writes.acceptance("0.9"), writes.sameness("same/", [])]) assert.ok(!isApart(write));
  assert.ok(!isApart({ ...added(70, 74), isAgain: true }));
});

test("what is sent again is sent so once", () => {
  const [again] = sortOut([accepting("s7", 12, 16)], since).again;
  assert.ok(isAsked(again));
});

test("where an undo waits nothing overtakes what it is to take back", () => {
  for (const last of [writes.step("undo"), writes.step("redo"), writes.acceptance("0.9")]) {
    const unsaved = [accepting("s1", 0, 4), accepting("s5", 70, 74), last];
    assert.deepEqual(sortOut(unsaved, since), { again: [], asked: unsaved });
    assert.deepEqual(possible(unsaved, since), []); // s1 is gone: the undo would take back another write
  }
  const unsaved = [writes.decision(item("c2", 70, 74, true), "accept"), accepting("s5", 70, 74), writes.step("undo")];
  assert.deepEqual(possible(sortOut(unsaved, since).asked, since), unsaved);
});

test("what can be marked again is possible still, the rest by itself", () => {
  const renamed = writes.relabelling(item("s1", 0, 4), label);
  const accepted = accepting("s7", 40, 44);
  assert.deepEqual(possible([renamed, accepting("s1", 0, 4), accepted], since), [renamed.anew, accepted]);
});

test("an item does not go back to where it stood over what stands there now", () => {
  assert.ok(isAsked(writes.reversion("s7", "12", "Iran", [])));
});

test("what is accepted with its entity or its attributes stands where it is suggested", () => {
  for (const kind of [writes.tying, writes.describing]) {
    assert.ok(isAsked(kind({ ...item("s7", 40, 44), state: "suggested" }, [], "Iran")));
    assert.ok(isApart(kind({ ...item("s7", 40, 44), state: "confirmed" }, [], "Iran")));
  }
});

test("taking away what is gone is done", () => {
  assert.deepEqual(sortOut([writes.decision(item("s1", 0, 4), "remove")], since), { again: [], asked: [] });
  assert.ok(isAsked(writes.relabelling(item("s1", 0, 4), label)));
  assert.equal(farewell(writes.relabelling(item("s1", 0, 4), label), since), "“Iran” was removed by you in another tab.");
});
