// Sends what was done, and lets the page show what became of it.

import { farewell, keyOf, possible, sortOut } from "./conflicts.js";
import { NOTHING, changes, read, replaceParts, standing } from "./answers.js";
import { notify } from "./notices.js";
import { WriteQueue } from "./write-queue.js";
import { sender } from "./send.js";
import { isStep } from "./writes.js";

/** @typedef {import("./write-queue.js").Write} Write @typedef {import("./answers.js").Changed} Changed */

export class Writer {
  /**
   * @param {{text: HTMLElement, painter: import("./paint.js").Painter, base: string, version: number,
   *   nameOf: (label: string) => string, onPainted: (write: Write, changed: Changed) => void}} parts
   */
  constructor({ text, painter, base, version, nameOf, onPainted }) {
    Object.assign(this, { text, painter, nameOf, onPainted });
    this.state = document.getElementById("save-state");
    this.isUnsaved = false; // something was refused since what was saved last
    this.queue = new WriteQueue({ version, send: sender(base), listener: this });
  }

  /** Show the write at once, then send it. @param {Write} write @param {() => void} [expect] */
  write(write, expect) {
    const foreseen = { ...write, expect };
    this.foresee(foreseen);
    this.queue.add(foreseen);
    this.showPending();
  }

  foresee({ rows, expect }) {
    this.painter.remember(rows);
    expect?.();
  }

  /** Called when all that is queued has been answered. */
  whenSaved() {
    return this.queue.running;
  }

  saved(write, answer) {
    this.isUnsaved = false;
    this.paint(write, answer);
  }

  refused(write, { message }) {
    this.isUnsaved = !isStep(write);
    this.takeBack(write);
    if (isStep(write)) notify(message, { kind: "" });
    else notify(`${message}\n${write.says} was not saved.`, { isStaying: true });
  }

  discarded(write) {
    this.takeBack(write);
    notify(`Discarded: ${write.says}.`, { kind: "" });
  }

  /** Show what was there before the write. */
  takeBack(write) {
    this.painter.settle([], this.queue.unsavedRows);
    this.onPainted(write, NOTHING);
    this.showPending();
  }

  /** @param {Write[]} unsaved @returns {Write[]} those that are sent again */
  stale(unsaved, answer) {
    this.painter.settle([], this.queue.unsavedRows);
    const { again, asked, sentences, since } = this.paint(null, answer, unsaved);
    const shown = sentences.length > 4 ? [...sentences.slice(0, 3), `And ${sentences.length - 3} more changes.`] : sentences;
    if (asked.length) this.ask(asked, since, shown);
    else notify(shown.length ? ["Also changed elsewhere:", ...shown].join("\n") : "This article also changed elsewhere.", { kind: "" });
    return again;
  }

  /** What shall become of writes to what was changed or taken away meanwhile. */
  ask(asked, since, shown) {
    const isGone = (write) => since.gone.has(keyOf(write));
    const still = possible(asked, since);
    const again = asked.every(isGone) ? "Mark it again" : "Apply again";
    const lost = asked.map((write) => write.says).join("; ");
    const told = ["This article changed elsewhere.", ...shown, ...asked.filter(isGone).map((write) => farewell(write, since))];
    notify([...told, `Not saved: ${lost}.`].join("\n"), {
      kind: "warn conflict",
      actions: {
        ...(still.length && { [again]: () => still.forEach((write) => this.write({ ...write, rows: [] })) }),
        "Keep theirs": () => this.changed(this.queue),
      },
    });
  }

  changed(queue) {
    this.showPending();
    if (queue.state === "failed") this.showFailure(queue);
    else {
      this.choice?.remove();
      this.state.textContent = queue.state === "saving" ? "Saving…" : this.hasUnsaved ? "Not saved" : "Saved";
    }
    this.state.dispatchEvent(new Event("change"));
  }

  /** Also while a question what becomes of changes is open. */
  get hasUnsaved() {
    return this.isUnsaved || this.hasConflict;
  }

  get hasConflict() {
    return Boolean(document.querySelector("#messages .conflict"));
  }

  showFailure({ reason, failures, waiting }) {
    if (!this.state.querySelector("button")) {
      this.state.replaceChildren(this.retrying());
      this.warning = notify(`${reason} What you did is kept here and sent again.`);
    }
    this.state.firstElementChild.title = reason;
    if (failures > 1 && !this.choice?.isConnected) this.choice = this.offer(reason);
    if (this.choice?.isConnected) this.choice.children[1].textContent = unsavedTold(waiting); // others may have come
  }

  /** It stays, and has the focus if it had it, however often sending fails. */
  retrying() {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = "Not saved – retry";
    made.addEventListener("click", () => this.queue.retry());
    return made;
  }

  /** What keeps failing may be given up by the person, and only by them. */
  offer(reason) {
    this.warning.remove();
    return notify(`${reason}\n…`, {
      actions: { Retry: () => this.queue.retry(), "Discard this change": () => this.queue.discard() },
    });
  }

  /**
   * @param {Write[]} [unsaved] came too late
   * @returns {Changed & {again: Write[], asked: Write[], since: import("./conflicts.js").Since}} what looks different now
   */
  paint(write, { html, version }, unsaved = []) {
    const { rows: changed, parts, since } = read(html);
    const sorted = sortOut(unsaved, since);
    const rows = changed.filter((row) => document.getElementById(row.id)); // others are in other parts
    const ids = rows.map((row) => row.id);
    const before = standing(this.text, ids);
    this.painter.settle(rows, this.queue.unsavedRows);
    replaceParts(parts);
    for (const input of document.querySelectorAll("input[name=seen_version]")) input.value = String(version);
    this.showPending();
    const difference = changes(before, standing(this.text, ids), this.nameOf);
    for (const each of sorted.again) this.foresee(each);
    this.onPainted(write, difference);
    return { ...difference, ...sorted, since };
  }

  showPending() {
    this.painter.highlight("pending", this.queue.waiting.flatMap((write) => write.pending ?? []));
  }
}

/** The first of what waits can be discarded; and what comes after it. @param {Write[]} waiting */
function unsavedTold([first, ...after]) {
  const others = after.map(({ says }) => says).join("; ");
  return after.length ? `Not saved yet, 1 of ${after.length + 1} changes: ${first.says}. After it: ${others}.` : `Not saved yet: ${first.says}.`;
}
