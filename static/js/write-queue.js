// Writes go to the server one after the other; each says the version that the answer before it
// brought. Nothing is shown as saved before the server has said so. No DOM in here.

/**
 * @typedef {{path: string, fields: [string, string][], rows: string[], says: string}} Write
 *   `rows` are the ids of the paragraphs that already show what it does; `at` is where the span
 *   lies that it lets stand
 * @typedef {{kind: "saved" | "stale", version: number, html: string}
 *   | {kind: "refused", message: string} | {kind: "failed", reason: string}} Answer
 * @typedef {{saved: Function, stale: Function, refused: Function, discarded: Function, changed: Function}} Listener
 */

const PATIENCE_MS = [1000, 2000, 4000, 8000, 15000];

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
    this.failures = 0; // of the first write in turn
    /** @type {Write | null} */
    this.unwanted = null;
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

  /** Give up the first write, so that the rest goes on. If it is being sent and is saved, it stays. */
  discard() {
    this.unwanted = this.waiting[0] ?? null;
    this.wake();
  }

  async run() {
    while (this.waiting.length) {
      if (!this.failures) this.become("saving");
      const answer = await this.send(this.waiting[0], this.version);
      if (answer.kind === "failed") await this.hold(answer);
      else this.settle(answer);
    }
    this.become("idle");
  }

  async hold({ reason }) {
    const [write] = this.waiting;
    this.reason = reason;
    this.failures += 1;
    if (write !== this.unwanted) {
      this.become("failed");
      await this.pause(PATIENCE_MS[Math.min(this.failures, PATIENCE_MS.length) - 1]);
    }
    if (write !== this.unwanted) return;
    this.failures = 0;
    this.waiting.shift();
    this.listener.discarded(write);
  }

  settle(answer) {
    const write = this.waiting.shift();
    this.failures = 0;
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
    this.waiting = this.listener.stale(unsaved, answer); // what is as right over what there is now
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
