import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf } from "../../static/js/send.js";
import { decision, step } from "../../static/js/writes.js";

globalThis.DOMParser = class {
  parseFromString(html) {
    return { body: { textContent: html.replace(/<[^>]*>/g, " ") } };
  }
};

const told = (status, headers = {}, html = "") => answerOf(new Response(html, { status, headers }));

for (const status of [400, 404, 410, 413, 422]) {
  test(`${status} is refused with a sentence and not sent again`, async () => {
    const { kind, message } = await told(status);
    assert.equal(kind, "refused");
    assert.match(message, /\.$/);
  });
}

for (const status of [408, 429, 500, 502, 503]) {
  test(`${status} is kept, to be sent again`, async () => {
    assert.equal((await told(status)).kind, "failed");
  });
}

for (const status of [401, 403]) {
  test(`${status} without words asks to sign in, and the write stays`, async () => {
    assert.deepEqual(await told(status), { kind: "failed", reason: "Sign in again in another tab, then Retry." });
  });
}

test("a redirect to the sign-in page asks the same", async () => {
  const answer = await answerOf({ type: "opaqueredirect", status: 0, headers: new Headers() });
  assert.deepEqual(answer, { kind: "failed", reason: "Sign in again in another tab, then Retry." });
});

test("a refusal says its own words", async () => {
  const answer = await told(403, { "HX-Retarget": "#messages" }, "<p>You may not.</p>");
  assert.deepEqual(answer, { kind: "refused", message: "You may not." });
});

test("a version makes an answer saved or stale", async () => {
  assert.deepEqual(await told(200, { "X-Set-Version": "5" }, "x"), { kind: "saved", version: 5, html: "x" });
  assert.deepEqual(await told(409, { "X-Set-Version": "6" }, "x"), { kind: "stale", version: 6, html: "x" });
});

test("every write has a key of its own", () => {
  const item = { key: "s1", words: "Iran", rows: [] };
  const keys = [decision(item, "accept"), decision(item, "accept"), step("undo"), step("undo")].map(
    ({ fields }) => fields.find(([name]) => name === "idempotency_key")[1],
  );
  assert.equal(new Set(keys).size, 4);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
});
