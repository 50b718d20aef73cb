// Who else has this article open, and whether somebody said something. Asked while it is in sight only.

import { token } from "./send.js";

const EVERY_MS = 20000;
const FIRST_MS = 2000;

class Here {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.address = document.getElementById("here").dataset.address;
    reader.tools.load("comments");
    document.addEventListener("visibilitychange", () => this.follow(0));
    this.follow(FIRST_MS);
  }

  follow(wait) {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => this.ask(), wait);
  }

  /** What was said meanwhile. */
  hear(stamp) {
    const comments = this.reader.tools.get("comments");
    if (stamp && comments && stamp !== document.getElementById("talk").dataset.stamp) comments.refresh();
  }

  async ask() {
    const answer = await fetch(this.address, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
    const said = answer?.ok && !answer.redirected ? await answer.text() : "";
    const place = document.getElementById("here");
    if (place.textContent !== said) place.textContent = said;
    this.hear(answer?.headers.get("X-Comments"));
    this.follow(EVERY_MS);
  }
}

/** @param {object} reader */
export const mount = (reader) => new Here(reader);
