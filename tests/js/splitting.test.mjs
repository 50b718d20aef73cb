import assert from "node:assert/strict";
import { test } from "node:test";

import { commonest } from "../../static/js/splitting.js";

test("the commonest of the words names what is split off, the first among equals", () => {
  assert.equal(commonest(["Lee", "Ann Lee", "Ann Lee"]), "Ann Lee");
  assert.equal(commonest(["Lee", "Ann Lee"]), "Lee");
  assert.equal(commonest([]), "");
});
