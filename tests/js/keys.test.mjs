import assert from "node:assert/strict";
import { test } from "node:test";

import { commandOf } from "../../static/js/keys.js";

const BOUND = [
  { command: "next", keys: ["j"], places: ["text"] },
  { command: "accept", keys: ["a", "Enter"], places: ["text"] },
  { command: "undo", keys: ["u", "Ctrl+z"], places: ["text"] },
  { command: "redo", keys: ["Shift+u", "Ctrl+Shift+z"], places: ["text"] },
  { command: "finish", keys: ["Ctrl+Enter"], places: ["text"] },
  { command: "find", keys: ["/"], places: ["text"] },
  { command: "name", keys: ["/"], places: ["editor"] },
  { command: "skip", keys: ["Space"], places: ["span"] },
  { command: "", keys: ["Shift+ArrowLeft"], places: ["bounds"] },
];
const at = (places, key, rest = {}) => commandOf({ key, code: "", ...rest }, BOUND, places);
const press = (key, rest = {}) => at(["text"], key, rest);

test("letters are commands, with capitals locked too; Shift makes another of them", () => {
  assert.equal(press("j"), "next");
  assert.equal(press("J"), "next");
  assert.equal(press("u"), "undo");
  assert.equal(press("U", { shiftKey: true }), "redo");
  assert.equal(press("J", { shiftKey: true }), null);
});

test("digits are labels by their place on the keyboard", () => {
  assert.equal(press("1", { code: "Digit1" }), "label:1");
  assert.equal(press("&", { code: "Digit1" }), "label:1"); // French
  assert.equal(press("!", { code: "Digit1", shiftKey: true }), "label:shift+1");
  assert.equal(press("5", { code: "Numpad5" }), "label:5");
});

test("a number pad without NumLock has no digits", () => {
  assert.equal(press("PageDown", { code: "Numpad3" }), null);
  assert.equal(press("Clear", { code: "Numpad5", shiftKey: true }), null);
});

test("a sign is one wherever it lies, also above a digit", () => {
  assert.equal(press("/", { code: "Slash" }), "find");
  assert.equal(press("/", { code: "Digit7", shiftKey: true }), "find"); // German
});

test("a key means what it means at the place", () => {
  assert.equal(at(["editor"], "/"), "name");
  assert.equal(at(["text", "span"], " "), "skip");
  assert.equal(at(["text"], " "), null);
  assert.equal(at(["editor"], "a"), null);
  assert.equal(at(["bounds"], "ArrowLeft", { shiftKey: true }), null);
});

test("a keyboard without Latin letters has the commands in their places", () => {
  assert.equal(press("о", { code: "KeyJ" }), "next");
  assert.equal(press("ش", { code: "KeyA" }), "accept");
});

test("the letter counts where it is Latin, wherever it lies", () => {
  assert.equal(press("a", { code: "KeyQ" }), "accept"); // French
});

test("with Ctrl only what is bound with it is ours", () => {
  assert.equal(press("z", { ctrlKey: true }), "undo");
  assert.equal(press("Z", { ctrlKey: true, shiftKey: true }), "redo");
  assert.equal(press("Enter", { ctrlKey: true }), "finish");
  assert.equal(press("a", { ctrlKey: true }), null);
  assert.equal(press("1", { ctrlKey: true, code: "Digit1" }), null);
});

test("Alt, Meta and composing are never ours", () => {
  for (const held of ["altKey", "metaKey", "isComposing"]) assert.equal(press("a", { [held]: true }), null);
});

test("other keys mean nothing", () => {
  for (const key of ["F5", "Tab", "é", "z"]) assert.equal(press(key), null);
});
