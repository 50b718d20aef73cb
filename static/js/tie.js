// Whom a name, or the source of a claim, means: an entity of the project, by its number or by what
// it is called.

import { ask } from "./ask.js";
import { Asked } from "./asked.js";
import * as writes from "./writes.js";

const TYPED_MS = 150;
const failed = ({ message }) => `<ol class="plain choices"><li><span role="alert">${message}</span></li></ol>`;

class Tie {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.asked = new Asked(reader, "tie", (form, button) => this.apply(new FormData(form), button));
    this.dialog = this.asked.dialog;
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("input", () => this.onTyped());
    this.dialog.addEventListener("click", (event) => this.onPart(event));
  }

  get field() {
    return this.dialog.querySelector("input[type=search]");
  }

  open(part = "") {
    this.item = this.reader.tools.before.item;
    this.path = `${writes.addressOf(this.item.key)}/entities/`;
    this.part = part;
    this.found = ""; // what the choices are those of
    return this.asked.show(this.address());
  }

  address(text = "") {
    return `${this.path}?${new URLSearchParams({ part: this.part, text })}`;
  }

  /** @param {FormData} fields @param {HTMLButtonElement | null} button */
  apply(fields, button) {
    if (!button?.matches(".choice")) return;
    const { painter, writer } = this.reader;
    const place = this.item.isClaim ? [["role", fields.get("role")], ["order", fields.get("order")]] : [];
    const write = writes.tying(this.item, [["entity", button.value], ...place], button.querySelector("b").textContent);
    writer.write(write, () => painter.expect(this.item, { state: "confirmed" }));
  }

  /** Digits choose, but for those that are typed into a name; anything else is typed. */
  onKey(event) {
    const isTyping = event.target === this.field && this.field.value;
    if (event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length > 1) {
      this.walk(event);
      return;
    }
    if (/[0-9]/.test(event.key) && !isTyping) {
      event.preventDefault();
      event.stopPropagation(); // the dialog closes by it, and to the article a digit is a label
      this.choose((each) => each.querySelector("kbd").textContent === event.key);
    } else if (event.key === "/" && !isTyping) {
      event.preventDefault();
      this.field?.focus();
    } else if (/[^\s]/.test(event.key)) this.field?.focus();
  }

  walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target === this.field) {
      event.preventDefault();
      this.choose((each) => !this.field.value || each.value !== "0"); // that is called by the article's words
    }
    if (!by) return;
    event.preventDefault();
    const stops = [this.field, ...this.dialog.querySelectorAll(".choice")];
    stops[stops.indexOf(document.activeElement) + by]?.focus();
  }

  /** The first of the choices for what is typed that is meant, once they are there. */
  async choose(isMeant) {
    if (await this.find()) [...this.dialog.querySelectorAll(".choice")].find(isMeant)?.click();
  }

  onTyped() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.find(), TYPED_MS);
  }

  /**
   * Whether the choices are those of what is typed. Only they change, so that typing goes on.
   * @returns {Promise<boolean>}
   */
  async find() {
    clearTimeout(this.waiting);
    const { field } = this, text = field?.value ?? "";
    if (text === this.found) return true;
    const come = document.createElement("template");
    come.innerHTML = await ask(this.reader.base + this.address(text)).catch(failed);
    const choices = come.content.querySelector(".choices");
    if (!choices || !this.dialog.open || this.field !== field || field.value !== text) return false;
    this.found = choices.querySelector("[role=alert]") ? null : text;
    this.dialog.querySelector(".choices").replaceWith(choices);
    return this.found === text;
  }

  onPart(event) {
    const part = event.target.closest("[data-part]")?.dataset.part;
    if (!part) return;
    event.preventDefault();
    this.open(part);
  }
}

/** @param {object} reader */
export const mount = (reader) => new Tie(reader);
