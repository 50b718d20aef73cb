// One request at a time, in the order of the keys. Each uses the version that the one before it
// answered with. What could not be sent waits, and is tried again when the person says so.

/**
 * @typedef {{path: string, values: Record<string, unknown>, rows: string[]}} Write
 * @typedef {{status: number, version: number | null, body: string, message: string}} Answer
 */
export class WriteQueue {
  /**
   * @param {number} version the version the page shows
   * @param {(write: Write, version: number) => Promise<Answer>} send rejects if nothing answered
   * @param {{
   *   onState: (state: "saved" | "saving" | "failed", left: number) => void,
   *   onAnswer: (write: Write, answer: Answer, newerRows: Set<string>) => void,
   *   onConflict: (write: Write, answer: Answer, dropped: Write[]) => void,
   *   onRefusal: (write: Write, answer: Answer) => void,
   * }} handlers
   */
  constructor(version, send, handlers) {
    this.version = version;
    this.send = send;
    this.handlers = handlers;
    /** @type {Write[]} */
    this.waiting = [];
    this.isBusy = false;
    this.hasFailed = false;
  }

  get isIdle() {
    return !this.isBusy && this.waiting.length === 0;
  }

  /** @param {Write} write */
  add(write) {
    this.waiting.push(write);
    return this.run();
  }

  /** Try again what could not be sent. */
  retry() {
    this.hasFailed = false;
    return this.run();
  }

  async run() {
    if (this.isBusy || this.hasFailed) return;
    this.isBusy = true;
    while (this.waiting.length && !this.hasFailed) await this.#sendFirst();
    this.isBusy = false;
    this.handlers.onState(this.hasFailed ? "failed" : "saved", this.waiting.length);
  }

  async #sendFirst() {
    const write = this.waiting[0];
    this.handlers.onState("saving", this.waiting.length);
    try {
      const answer = await this.send(write, this.version);
      if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
      this.waiting.shift();
      this.#take(write, answer);
    } catch {
      this.hasFailed = true; // the write stays first in the queue
    }
  }

  /** @param {Write} write @param {Answer} answer */
  #take(write, answer) {
    if (answer.version !== null) this.version = answer.version;
    if (answer.status < 300) {
      const newer = new Set(this.waiting.flatMap((each) => each.rows));
      this.handlers.onAnswer(write, answer, newer);
    } else if (answer.status === 409 && answer.version !== null) {
      const dropped = this.waiting.splice(0);
      this.handlers.onConflict(write, answer, dropped);
    } else {
      this.handlers.onRefusal(write, answer);
    }
  }
}
