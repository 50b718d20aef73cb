// What would be lost if the page were left now.

/** Whether a comment in there is written and not sent. @param {ParentNode} root */
export const isWrittenIn = (root) => [...root.querySelectorAll(".say textarea")].some(({ value, defaultValue }) => value.trim() !== defaultValue.trim());

/**
 * A sentence that says what it is; empty if nothing would be.
 * @param {object} reader the Reader; a typed import here would be a circle of files
 */
export function workLeft({ mode, writer }) {
  if (!writer.queue.isIdle) return "Not all is saved yet.";
  if (writer.hasConflict) return "Something changed elsewhere: apply what you did again, or keep theirs.";
  if (mode?.isEditor) return "A claim is open: save it with Enter, or leave it with Esc.";
  return isWrittenIn(document) ? "A comment is not sent yet: send it, or empty its box." : "";
}
