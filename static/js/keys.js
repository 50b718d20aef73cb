// Which key does what. Keys are left alone in fields and dialogs, with Alt or Meta, and while an
// input method composes.

const KEYS = {
  j: "next", k: "previous", ArrowDown: "nextAny", ArrowUp: "previousAny",
  a: "accept", Enter: "accept", x: "reject", Delete: "remove", Backspace: "remove",
  b: "bounds_", c: "claim", w: "words", u: "undo", l: "tags", "?": "help",
};

/** @param {import("./reader.js").Reader} reader */
export function bindKeys(reader) {
  document.addEventListener("keydown", (event) => {
    if (!isOurs(event)) return;
    if (handle(reader, event)) event.preventDefault();
  });
}

function isOurs(event) {
  if (event.altKey || event.metaKey || event.isComposing) return false;
  return !event.target.closest("input, textarea, select, dialog, [contenteditable]");
}

function handle(reader, event) {
  if (event.ctrlKey) return handleControl(reader, event);
  if (reader.bounds.isOn) return handleBounds(reader, event);
  if (reader.claims.isOn) return isButton(event) ? false : reader.claims.key(event);
  if (reader.wordCursor.isOn && reader.wordCursor.key(event)) return afterWords(reader);
  const button = labelFor(event);
  if (button) return run(() => reader.label(button));
  if (event.key === "Escape") return run(() => reader.cursor.clear());
  if (event.key === " ") return reader.cursor.key ? run(() => reader.next()) : false;
  if (event.key === "U") return run(() => reader.redo());
  if (event.key === "Enter" && isButton(event)) return false;
  const name = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  return name ? run(() => reader[name]()) : false;
}

function handleControl(reader, event) {
  if (event.key === "Enter") return run(() => reader.finish());
  if (event.key.toLowerCase() !== "z") return false;
  return run(() => (event.shiftKey ? reader.redo() : reader.undo()));
}

function handleBounds(reader, event) {
  if (reader.bounds.key(event)) reader.cursor.show({ keepsFocus: true });
  return ["Escape", "Enter", "ArrowLeft", "ArrowRight", " "].includes(event.key);
}

function afterWords(reader) {
  if (!reader.wordCursor.isOn) reader.cursor.show();
  return true;
}

/** The label button of a digit; by code, so that Shift and other layouts do not matter. */
function labelFor(event) {
  if (!/^(Digit|Numpad)\d$/.test(event.code)) return null;
  const shortcut = `${event.shiftKey ? "shift+" : ""}${event.code.at(-1)}`;
  return document.querySelector(`[data-label][data-shortcut="${shortcut}"]`);
}

const isButton = (event) => event.target.matches("button, a, summary");

function run(action) {
  action();
  return true;
}
