import assert from "node:assert/strict";
import { test } from "node:test";

import { Parts } from "../../static/js/parts.js";

const map = { dataset: { parts: "" } };
globalThis.document = { getElementById: () => map };
const parts = new Parts({ dataset: { part: "2" } });

test("the walk goes on where the last answer has something undecided", () => {
  map.dataset.parts = "1:2 2:5 3:1 4:0 ";
  assert.deepEqual([parts.openElsewhere, parts.beyond(1, true), parts.beyond(-1, true)], [3, 3, 1]);

  map.dataset.parts = "1:2 2:0 3:0 4:0 ";
  assert.deepEqual([parts.openElsewhere, parts.beyond(1, true), parts.beyond(1, false)], [2, 1, 3]);
});

test("in an article of one part there is nowhere else to go", () => {
  for (map.dataset.parts of ["", "2:7 "]) {
    assert.deepEqual([parts.openElsewhere, parts.beyond(1, true), parts.beyond(-1, false)], [0, null, null]);
  }
});

test("the walk stays with whose work is read", () => {
  const opened = [];
  globalThis.location = { assign: (address) => opened.push(address) };
  new Parts({ dataset: { part: "2", of: "7" } }).open(3, 1);
  parts.open(1, -1);
  assert.deepEqual(opened, ["?part=3&of=7#first", "?part=1#last"]);
});
