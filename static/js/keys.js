// Which key means what. Pure: an event in, a command out. The keys are those of the help.

/** @typedef {{command: string, keys: string[], places: string[]}} Binding */

const TYPING = "input, textarea, select, dialog[open], [contenteditable]";

/** @param {ParentNode} root @returns {Binding[]} */
export const bindingsIn = (root) => [...root.querySelectorAll("[data-command]")].map(({ dataset }) => ({
  command: dataset.command, keys: dataset.keys.split(" "), places: dataset.places.split(" "),
}));

/**
 * The command of a key at some places, or null. Labels are "label:1", "label:shift+1" by the place
 * of the digit on the keyboard, so that any layout has them, unless it has a bound sign there.
 * @param {KeyboardEvent} event @param {Binding[]} bindings @param {string[]} places @returns {string | null}
 */
export function commandOf(event, bindings, places) {
  if (event.isComposing || event.altKey || event.metaKey) return null;
  const key = nameOf(event);
  const bound = bindings.find((each) => each.keys.includes(key) && isAtOne(each, places));
  if (bound) return bound.command || null;
  const digit = !event.ctrlKey && digitOf(event);
  return digit ? `label:${event.shiftKey ? "shift+" : ""}${digit}` : null;
}

/** @param {{places: string[]}} binding @param {string[]} places */
export const isAtOne = (binding, places) => binding.places.some((place) => places.includes(place));

function nameOf(event) {
  const { ctrlKey, shiftKey } = event;
  const letter = letterOf(event);
  const name = letter ?? (event.key === " " ? "Space" : event.key);
  const isShift = shiftKey && (letter || name.length > 1); // what a sign takes to type is no matter
  return `${ctrlKey ? "Ctrl+" : ""}${isShift ? "Shift+" : ""}${name}`;
}

// A Greek or Arabic keyboard has no Latin letters: there the place of the key counts.
function letterOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const isOther = key.length === 1 && /\p{L}/u.test(key);
  return (isOther && /^Key([A-Z])$/.exec(code ?? "")?.[1].toLowerCase()) || null;
}

// A number pad types digits only while NumLock is on; else it has arrows and the like.
function digitOf({ key, code = "" }) {
  return /^Digit([0-9])$/.exec(code)?.[1] ?? (code.startsWith("Numpad") && /^[0-9]$/.test(key) ? key : null);
}

/** Whether the person is writing, or in a dialog, and keys are theirs. @param {Element} target */
export const isTyping = (target) => Boolean(target.closest?.(TYPING));

/** Whether Enter and Space belong to what has the focus. @param {Element} target */
export const isControl = (target) => Boolean(target.closest?.("button, a[href], summary"));
