import assert from "node:assert/strict";
import { test } from "node:test";

import { farewell, isApart, isDone, sinceIn } from "../../static/js/conflicts.js";
import * as writes from "../../static/js/writes.js";

const since = sinceIn({ changed: "s1 c2", gone: "s1", touched: "10-20 40-44 ", spans: "40-44 ", by: "you in another tab" });
const item = (key, start, end, isClaim = false) => ({ key, isClaim, words: "Iran", label: "GPE", place: { start, end }, rows: [] });
const label = { key: "ORG", name: "Organisation" };
const added = (start, end) => writes.addition({ start, end }, "Iran", label, []);

test("a write is apart from what changed by its item, a new one by its place", () => {
  assert.ok(isApart(writes.decision(item("s7", 12, 16), "accept"), since));
  assert.ok(isApart(writes.decision(item("c1", 12, 16, true), "accept"), since));
  assert.ok(!isApart(writes.relabelling(item("s1", 70, 74), label), since));
  assert.ok(!isApart(writes.decision(item("c2", 70, 74, true), "reject"), since));
  assert.ok(!isApart(writes.relabelling(item("s7", 38, 42), label), since));
  assert.ok(isApart(writes.relabelling(item("s7", 12, 16), label), since)); // in a claim that changed
  assert.ok(isApart(added(20, 24), since));
  assert.ok(!isApart(added(19, 24), since));
  assert.ok(!isApart(writes.rebounding(item("s7", 70, 74), { start: 43, end: 74 }, "Iran"), since));
  assert.ok(isApart(writes.rebounding(item("s7", 70, 74), { start: 50, end: 74 }, "Iran"), since));
});

test("what is about no item, or was sent again already, is not sent again", () => {
  for (const write of [writes.step("undo"), writes.acceptance("0.9"), writes.sameness("same/", [])]) assert.ok(!isApart(write, since));
  assert.ok(!isApart({ ...added(70, 74), isAgain: true }, since));
});

test("taking away what is gone is done", () => {
  assert.ok(isDone(writes.decision(item("s1", 0, 4), "remove"), since));
  assert.ok(!isDone(writes.relabelling(item("s1", 0, 4), label), since));
  assert.equal(farewell(writes.relabelling(item("s1", 0, 4), label), since), "“Iran” was removed by you in another tab.");
});
