import assert from "node:assert/strict";
import { test } from "node:test";

import { withoutVersion } from "../../static/js/send.js";
import { WriteQueue } from "../../static/js/write-queue.js";

/** A queue before a server that answers as told, and what it was told in turn. */
function queueWith(answers) {
  const seen = { sent: [], saved: [], refused: [], stale: [], states: [] };
  const queue = new WriteQueue({
    version: 4,
    send: async (write, version) => {
      seen.sent.push([write.path, version]);
      const next = answers.shift();
      return next instanceof Function ? next(queue) : next;
    },
    wait: async () => {},
    listener: {
      saved: (write) => seen.saved.push([write.path, [...queue.unsavedRows]]),
      refused: (write, answer) => seen.refused.push([write.path, answer.message]),
      stale: (writes, answer) => seen.stale.push([writes.map((write) => write.path), answer.version]),
      changed: () => seen.states.push(queue.state),
    },
  });
  return { queue, seen };
}

const write = (path, ...rows) => ({ path, fields: [], rows, says: path });
const saved = (version) => ({ kind: "saved", version, html: "" });

test("each write says the version that the answer before it brought", async () => {
  const { queue, seen } = queueWith([saved(5), saved(6), saved(7)]);
  queue.add(write("a"));
  queue.add(write("b"));
  await queue.add(write("c"));
  assert.deepEqual(seen.sent, [["a", 4], ["b", 5], ["c", 6]]);
  assert.equal(queue.version, 7);
});

test("one request at a time", async () => {
  let open = 0;
  const slow = async () => {
    open += 1;
    assert.equal(open, 1);
    await new Promise((done) => setTimeout(done, 2));
    open -= 1;
    return saved(5);
  };
  const { queue } = queueWith([slow, slow, slow]);
  queue.add(write("a"));
  queue.add(write("b"));
  await queue.add(write("c"));
});

test("rows that a later write shows are known while the earlier is answered", async () => {
  const { queue, seen } = queueWith([saved(5), saved(6)]);
  queue.add(write("a", "p1"));
  await queue.add(write("b", "p1", "p2"));
  assert.deepEqual(seen.saved, [["a", ["p1", "p2"]], ["b", []]]);
});

test("saved is said only after the answer", async () => {
  const { queue, seen } = queueWith([
    () => {
      assert.deepEqual(seen.states, ["saving"]);
      return saved(5);
    },
  ]);
  await queue.add(write("a"));
  assert.deepEqual(seen.states, ["saving", "idle"]);
});

test("what could not be sent is kept and sent again, in order, until it is saved", async () => {
  const failed = { kind: "failed", reason: "The desk cannot be reached." };
  const { queue, seen } = queueWith([failed, failed, failed, saved(5), saved(6)]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.sent.map(([path]) => path), ["a", "a", "a", "a", "b"]);
  assert.ok(seen.states.includes("failed"));
  assert.equal(queue.state, "idle");
});

test("a refused write is dropped, the next is sent with the version that holds", async () => {
  const { queue, seen } = queueWith([{ kind: "refused", message: "No." }, saved(5)]);
  queue.add(write("a", "p1"));
  await queue.add(write("b", "p2"));
  assert.deepEqual(seen.refused, [["a", "No."]]);
  assert.deepEqual(seen.sent, [["a", 4], ["b", 4]]);
});

test("after a stale answer nothing more is sent until the person has looked", async () => {
  const { queue, seen } = queueWith([{ kind: "stale", version: 9, html: "" }, saved(10)]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.stale, [[["a", "b"], 9]]);
  assert.ok(queue.isIdle);
  await queue.add(write("a"));
  assert.deepEqual(seen.sent.at(-1), ["a", 9]);
});

test("a write that the desk fails at again and again does not hold up the others", async () => {
  const error = withoutVersion(500);
  const { queue, seen } = queueWith([error, error, error, saved(5)]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.refused, [["a", "The desk answered with an error (500)."]]);
  assert.deepEqual(seen.sent.map(([path]) => path), ["a", "a", "a", "b"]);
  assert.equal(queue.state, "idle");
});

test("what is gone is refused, what may pass is tried again, who is signed out is told", () => {
  assert.equal(withoutVersion(404).kind, "refused");
  assert.equal(withoutVersion(400).kind, "refused");
  for (const status of [408, 429, 502, 503, 504]) {
    assert.deepEqual([withoutVersion(status).kind, withoutVersion(status).isHopeless], ["failed", undefined]);
  }
  assert.match(withoutVersion(403).reason, /Sign in in another tab/);
});
