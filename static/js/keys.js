// Which key means what. Pure: an event in, a command out.

const LETTERS = {
  j: "next", k: "previous", a: "accept", x: "reject", b: "bounds", w: "cursor", c: "claim",
  u: "undo", l: "tags", s: "source", v: "cue", o: "via", t: "content",
};
const NAMED = {
  ArrowDown: "nextAny", ArrowUp: "previousAny", Enter: "accept", " ": "skip",
  Delete: "remove", Backspace: "remove", Escape: "cancel", "?": "help",
};
const TYPING = "input, textarea, select, dialog, [contenteditable]";

/**
 * The command of a key, or null. Labels are "label:1", "label:shift+1" by the place of the digit
 * on the keyboard, so that any layout has them.
 * @param {KeyboardEvent} event @returns {string | null}
 */
export function commandOf(event) {
  if (event.isComposing || event.altKey || event.metaKey) return null;
  if (event.ctrlKey) return withCtrl(event);
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code ?? "");
  if (digit) return `label:${event.shiftKey ? "shift+" : ""}${digit[1]}`;
  if (event.key in NAMED) return NAMED[event.key];
  const command = LETTERS[letterOf(event)] ?? null;
  return command === "undo" && event.shiftKey ? "redo" : command;
}

function withCtrl(event) {
  if (event.key === "Enter") return "finish";
  if (letterOf(event) !== "z") return null;
  return event.shiftKey ? "redo" : "undo";
}

// A Greek or Arabic keyboard has no Latin letters: there the place of the key counts.
function letterOf(event) {
  const isLatin = /^[a-z]$/i.test(event.key);
  return (isLatin ? event.key : (event.code ?? "").replace(/^Key/, "")).toLowerCase();
}

/** Whether the person is writing, or in a dialog, and keys are theirs. @param {Element} target */
export const isTyping = (target) => Boolean(target.closest?.(TYPING));

/** Whether Enter and Space belong to what has the focus. @param {Element} target */
export const isControl = (target) => Boolean(target.closest?.("button, a[href], summary"));
