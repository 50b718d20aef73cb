// Why the current item was suggested, in a notice.

import { ask } from "./ask.js";
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
    const { base, query, current } = this.reader;
    if (!current) return;
    const kind = current.startsWith("c") ? "claims" : "spans";
    const sorry = ({ message, status }) => (status === 404 ? "This is being saved; ask again in a moment." : message);
    const reason = await ask(`${base}${kind}/${current.slice(1)}/why/${query}`).catch(sorry);
    if (this.reader.current === current) this.tell(reason);
  }
}

/** @param {object} reader */
export const mount = (reader) => new Why(reader);
