// A dialog whose form comes from the desk when it is asked for.

import { ask } from "./ask.js";
import { notify } from "./notices.js";
import * as writes from "./writes.js";

const CLOSE = '<p><button type="button" class="button small" data-close>Close</button></p>';
const MOST = 4; // sentences of one message

export class Asked {
  /**
   * @param {object} reader the Reader; a typed import here would be a circle of files
   * @param {string} id of the dialog @param {(form: HTMLFormElement, submitter: HTMLButtonElement) => void} submit
   */
  constructor(reader, id, submit) {
    this.reader = reader;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById(id));
    this.dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.dialog.close();
      submit(event.target, event.submitter);
    });
    this.dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && this.dialog.close());
  }

  /**
   * Whether the form has come, and is wanted still: the dialog may be closed, and be another item's.
   * @param {string} path below the article's address @returns {Promise<boolean>}
   */
  async show(path) {
    const { writer, base } = this.reader;
    const asked = (this.asked = Symbol(path));
    const isWanted = () => asked === this.asked && this.dialog.open;
    let html = "";
    let isCome = true;
    this.fill(`<p>Loading …</p>${CLOSE}`);
    try {
      await allSaved(writer);
      html = await ask(base + path);
    } catch ({ message, status }) {
      if (status === 404 && isWanted() && (await this.isGone())) return false;
      html = `<p role="alert">${message}</p>${CLOSE}`;
      isCome = false;
    }
    if (!isWanted()) return false;
    this.fill(html);
    for (const button of this.dialog.querySelectorAll("[data-close]")) button.hidden = false;
    this.dialog.querySelector("input:checked, .primary, [data-close]")?.focus();
    return isCome;
  }

  /** Whether the article changed meanwhile: then the page and a message tell how, in place of the dialog. */
  async isGone() {
    const { tools, writer } = this.reader;
    const { queue } = writer;
    const { item } = tools.before;
    const answer = item && (await queue.send(writes.describing(item, []), queue.version)); // it writes nothing
    if (answer?.kind !== "stale" || !queue.isIdle) return false;
    this.dialog.close();
    queue.version = answer.version;
    const { sentences, since } = writer.paint(null, answer);
    notify([`This article was changed${since.by && " by "}${since.by}.`, ...sentences.slice(0, MOST)].join("\n"), { kind: "" });
    return true;
  }

  fill(html) {
    this.dialog.querySelector("div").innerHTML = html;
  }
}

/** Rejects with a sentence if sending fails. @param {import("./writer.js").Writer} writer @returns {Promise<void>} */
function allSaved({ queue, state }) {
  return new Promise((done, fail) => {
    const look = () => {
      if (queue.state === "idle") done();
      else if (queue.state === "failed") fail(new Error(`${queue.reason} Not all is saved yet; then try again.`));
      else state.addEventListener("change", look, { once: true });
    };
    look();
  });
}
