import assert from "node:assert/strict";
import { test } from "node:test";

import { selectAcrossMarks } from "../../static/js/selection.js";

test("a mark has its place among the stops again when the pointer lets go, and is left alone then", () => {
  const page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  const mark = { tabIndex: 0, removeAttribute: () => { mark.tabIndex = -1; } };
  let press = () => {};
  selectAcrossMarks({ addEventListener: (_, act) => { press = act; } });

  press({ target: { closest: () => mark } });
  assert.equal(mark.tabIndex, -1);
  page.dispatchEvent(new Event("pointerup"));
  assert.equal(mark.tabIndex, 0);

  mark.tabIndex = -1; // another item is current
  page.dispatchEvent(new Event("pointercancel"));
  assert.equal(mark.tabIndex, -1);
});
