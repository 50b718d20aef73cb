import assert from "node:assert/strict";
import { test } from "node:test";

import { WriteQueue } from "../../static/js/write-queue.js";

/** A queue before a server that answers as told, and what it was told in turn. */
function queueWith(answers, wait, again = () => []) {
  const seen = { sent: [], saved: [], refused: [], discarded: [], stale: [], states: [] };
  const queue = new WriteQueue({
    version: 4,
    send: async (write, version) => {
      seen.sent.push([write.path, version]);
      const next = answers.shift();
      return next instanceof Function ? next(queue) : next;
    },
    wait: wait ?? (async () => {}),
    listener: {
      saved: (write) => seen.saved.push([write.path, [...queue.unsavedRows]]),
      refused: (write, answer) => seen.refused.push([write.path, answer.message]),
      discarded: (write) => seen.discarded.push(write.path),
      stale: (writes, answer) => {
        seen.stale.push([writes.map((write) => write.path), answer.version]);
        return again(writes);
      },
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

test("what nothing of that has touched is sent again with the version that holds", async () => {
  const { queue, seen } = queueWith([{ kind: "stale", version: 9, html: "" }, saved(10)], undefined, ([, second]) => [second]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.sent, [["a", 4], ["b", 9]]);
  assert.deepEqual(seen.saved.map(([path]) => path), ["b"]);
  assert.equal(queue.version, 10);
});

const failed = { kind: "failed", reason: "The desk has an error." };

test("what fails is given up only when the person says so, and the rest goes on", async () => {
  const { queue, seen } = queueWith([failed, failed, failed, saved(5)], async () => {
    if (queue.failures === 3) queue.discard();
  });
  queue.add(write("a", "p1"));
  await queue.add(write("b"));
  assert.deepEqual(seen.sent, [["a", 4], ["a", 4], ["a", 4], ["b", 4]]);
  assert.deepEqual(seen.discarded, ["a"]);
  assert.deepEqual(seen.saved, [["b", []]]);
  assert.equal(queue.failures, 0);
});

test("a write given up while it is sent stays if it is saved", async () => {
  const late = (queue) => {
    queue.discard();
    return saved(5);
  };
  const { queue, seen } = queueWith([late, saved(6)]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.discarded, []);
  assert.deepEqual(seen.saved.map(([path]) => path), ["a", "b"]);
});

test("a write given up while it is sent is not sent again", async () => {
  const late = (queue) => {
    queue.discard();
    return failed;
  };
  const { queue, seen } = queueWith([failed, late, saved(5)]);
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(seen.sent.map(([path]) => path), ["a", "a", "b"]);
  assert.deepEqual(seen.discarded, ["a"]);
});

test("the failures of one write are not counted against the next", async () => {
  const counts = [];
  const { queue } = queueWith([failed, failed, saved(5), failed, saved(6)], async () => counts.push(queue.failures));
  queue.add(write("a"));
  await queue.add(write("b"));
  assert.deepEqual(counts, [1, 2, 1]);
});
