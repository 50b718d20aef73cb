import assert from "node:assert/strict";
import { test } from "node:test";

import { workLeft } from "../../static/js/work.js";

const box = (value, defaultValue = "") => ({ value, defaultValue });

/** What is left in a reader in which all is saved and nothing is open, but for what is named. */
function left({ isIdle = true, hasConflict = false, mode = null, boxes = [box("")] }) {
  globalThis.document = { querySelectorAll: () => boxes };
  return workLeft({ mode, writer: { queue: { isIdle }, hasConflict } });
}

test("nothing is left where all is saved", () => {
  assert.equal(left({}), "");
  assert.equal(left({ boxes: [box("\n"), box("Said before.", "Said before.")] }), "");
});

test("what is not saved, open or not sent is left, each by its name", () => {
  assert.match(left({ isIdle: false }), /saved yet/);
  assert.match(left({ hasConflict: true }), /changed elsewhere/);
  assert.match(left({ mode: { isEditor: true } }), /claim is open/);
  assert.match(left({ boxes: [box("Half a")] }), /comment is not sent/);
  assert.match(left({ boxes: [box("Said otherwise.", "Said before.")] }), /comment is not sent/);
});
