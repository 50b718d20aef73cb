// Why the current item was suggested, in a notice.

import { notify } from "./notices.js";

class Why {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
  }

  tell(reason) {
    this.told?.remove();
    this.told = notify(reason, { kind: "" });
  }

  async open() {
    const { base, current } = this.reader;
    if (!current) return;
    const kind = current.startsWith("c") ? "claims" : "spans";
    try {
      const answer = await fetch(`${base}${kind}/${current.slice(1)}/why/`);
      if (this.reader.current !== current) return;
      this.tell(answer.ok ? await answer.text() : "This is being saved; ask again in a moment.");
    } catch {
      this.tell("The desk cannot be reached, so it cannot say why.");
    }
  }
}

/** @param {object} reader */
export const mount = (reader) => new Why(reader);
