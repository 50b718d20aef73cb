// Writes go to the server one after the other; each says the version that the answer before it
// brought. Nothing is shown as saved before the server has said so. No DOM in here.

/**
 * @typedef {{path: string, fields: [string, string][], rows: string[], says: string}} Write
 *   `rows` are the ids of the paragraphs that already show what it does
 * @typedef {{kind: "saved" | "stale", version: number, html: string}
 *   | {kind: "refused", message: string, mayTryAgain?: boolean}
 *   | {kind: "failed", reason: string, isHopeless?: boolean}} Answer
 * @typedef {{saved: Function, stale: Function, refused: Function, changed: Function}} Listener
 */

const PATIENCE_MS = [1000, 2000, 4000, 8000, 15000];
const MOST_ERRORS = 3; // of one write that the desk itself fails at; then the others go on

export class WriteQueue {
  /**
   * @param {{version: number, send: (write: Write, version: number) => Promise<Answer>,
   *   listener: Listener, wait?: (ms: number) => Promise<void>}} parts
   */
  constructor({ version, send, listener, wait }) {
    this.version = version;
    this.send = send;
    this.listener = listener;
    this.wait = wait ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
    /** @type {Write[]} */
    this.waiting = [];
    this.state = "idle"; // idle, saving, failed
    this.reason = "";
    this.running = Promise.resolve();
    this.wake = () => {};
  }

  get isIdle() {
    return this.waiting.length === 0;
  }

  /** Paragraphs that show more than the server has confirmed. @returns {Set<string>} */
  get unsavedRows() {
    return new Set(this.waiting.flatMap((write) => write.rows));
  }

  /** @param {Write} write @returns {Promise<void>} settles when the queue is empty or held */
  add(write) {
    this.waiting.push(write);
    if (this.waiting.length === 1) this.running = this.run();
    else this.listener.changed(this);
    return this.running;
  }

  /** Do not wait any longer for the next attempt. */
  retry() {
    this.wake();
  }

  async run() {
    let failures = 0;
    while (this.waiting.length) {
      if (!failures) this.become("saving");
      const answer = await this.send(this.waiting[0], this.version);
      if (answer.isHopeless && failures + 1 >= MOST_ERRORS) {
        failures = 0;
        this.settle({ kind: "refused", message: answer.reason, mayTryAgain: true });
      } else if (answer.kind === "failed") {
        this.reason = answer.reason;
        this.become("failed");
        await this.pause(PATIENCE_MS[Math.min(failures, PATIENCE_MS.length - 1)]);
        failures += 1;
      } else {
        failures = 0;
        this.settle(answer);
      }
    }
    this.become("idle");
  }

  settle(answer) {
    const write = this.waiting.shift();
    if (answer.kind === "refused") {
      this.listener.refused(write, answer);
      return;
    }
    this.version = answer.version;
    if (answer.kind === "saved") {
      this.listener.saved(write, answer);
      return;
    }
    const unsaved = [write, ...this.waiting.splice(0)]; // all were made over what is outdated
    this.listener.stale(unsaved, answer);
  }

  pause(ms) {
    const woken = new Promise((done) => {
      this.wake = done;
    });
    return Promise.race([this.wait(ms), woken]);
  }

  become(state) {
    this.state = state;
    this.listener.changed(this);
  }
}
