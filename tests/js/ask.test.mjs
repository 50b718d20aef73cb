import assert from "node:assert/strict";
import { test } from "node:test";

import { ask } from "../../static/js/ask.js";

globalThis.location = { href: "http://desk/projects/x/articles/1/" };

/** What is asked with, of a desk that answers so. */
function deskWith(answer) {
  const sent = [];
  globalThis.fetch = async (address, how) => {
    sent.push([address, how]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return sent;
}

const redirected = (response) => Object.defineProperty(response, "redirected", { value: true });
const SIGNED_OUT = { message: "You are signed out. Sign in again in another tab, then try again." };

test("it is asked as htmx asks for a part of a page", async () => {
  const sent = deskWith(new Response("<p>part</p>"));
  assert.equal(await ask("/why/", { method: "POST", headers: { "X-CSRFToken": "1" } }), "<p>part</p>");
  const [[address, { headers, method }]] = sent;
  assert.deepEqual([address, method], ["/why/", "POST"]);
  assert.deepEqual(headers, { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": "1" });
});

test("a sign-in page is no part, and who is signed out is told so", async () => {
  deskWith(redirected(new Response("<form>Sign in</form>")));
  await assert.rejects(ask("/"), SIGNED_OUT);
  for (const status of [401, 403]) {
    deskWith(new Response("", { status }));
    await assert.rejects(ask("/"), { ...SIGNED_OUT, status });
  }
});

test("who may not have it is not told to sign in", async () => {
  deskWith(new Response("", { status: 403, headers: { "HX-Retarget": "#messages" } }));
  await assert.rejects(ask("/"), { message: "The desk cannot do this (403).", status: 403 });
});

test("a desk that does not answer, or not to the end, cannot be reached", async () => {
  for (const answer of [new TypeError("Failed to fetch"), { ok: true, text: async () => { throw new TypeError("cut off"); } }]) {
    deskWith(answer);
    await assert.rejects(ask("/"), { message: "The desk cannot be reached. Try again." });
  }
});
