// Whom a name, or the source of a claim, means: an entity of the project, by its number or by what
// it is called.

import { Asked } from "./asked.js";
import * as writes from "./writes.js";

const TYPED_MS = 150;

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
    return this.asked.show(this.address());
  }

  address(text = "") {
    return `${this.path}?${new URLSearchParams({ part: this.part, text })}`;
  }

  /** @param {FormData} fields @param {HTMLButtonElement | null} button */
  apply(fields, button) {
    const chosen = button ?? this.dialog.querySelector(".choice");
    if (!chosen?.matches(".choice")) return;
    const { painter, writer } = this.reader;
    const place = this.item.isClaim ? [["role", fields.get("role")], ["order", fields.get("order")]] : [];
    const write = writes.tying(this.item, [["entity", chosen.value], ...place], chosen.querySelector("b").textContent);
    writer.write(write, () => painter.expect(this.item, { state: "confirmed" }));
  }

  /** Digits choose, but for those that are typed into a name; anything else is typed. */
  onKey(event) {
    const isTyping = event.target === this.field && this.field.value;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.key.length > 1) return this.walk(event);
    if (/[0-9]/.test(event.key) && !isTyping) {
      event.preventDefault();
      event.stopPropagation(); // the dialog closes by it, and to the article a digit is a label
      const choices = [...this.dialog.querySelectorAll(".choice")];
      choices.find((each) => each.querySelector("kbd").textContent === event.key)?.click();
    } else if (event.key === "/" && !isTyping) {
      event.preventDefault();
      this.field?.focus();
    } else if (/[^\s]/.test(event.key)) this.field?.focus();
    return undefined;
  }

  walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target === this.field) {
      event.preventDefault();
      this.dialog.querySelector(".choice")?.click();
    }
    if (!by) return;
    event.preventDefault();
    const stops = [this.field, ...this.dialog.querySelectorAll(".choice")];
    stops[stops.indexOf(document.activeElement) + by]?.focus();
  }

  onTyped() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.find(this.field.value), TYPED_MS);
  }

  /** Only the choices change, so that typing goes on. */
  async find(text) {
    const answer = await fetch(this.reader.base + this.address(text), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || this.field?.value !== text) return;
    const come = document.createElement("template");
    come.innerHTML = await answer.text();
    this.dialog.querySelector(".choices")?.replaceWith(come.content.querySelector(".choices"));
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
