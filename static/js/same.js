// What was decided about some words, applied wherever the article says the same.

import { Asked } from "./asked.js";
import { notify } from "./notices.js";
import { wordsAt } from "./places.js";
import * as writes from "./writes.js";

class Same {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.asked = new Asked(reader, "same", (form, button) => this.apply(new FormData(form), button));
  }

  /** For the words that are selected, else for those of the current item. */
  open() {
    const { item, place } = this.reader.tools.before;
    const quote = place ? wordsAt(this.reader.text, place) : item.words;
    return this.asked.show(`same/?${new URLSearchParams({ quote, label_key: place ? "" : item.label })}`);
  }

  /** What came of it: some places may have been decided meanwhile. @param {import("./answers.js").Changed} changed */
  tell(quote, asked, { keys }) {
    const isInParts = document.querySelector(".reader > nav");
    const seen = keys.filter((key) => key.startsWith("s")).length;
    const count = isInParts ? asked : Math.min(asked, seen);
    const places = count === 1 ? "One place" : count + " places";
    const done = `${places} of “${quote}” at once; ${this.reader.keyOf("undo") || "Undo"} takes it back.`;
    const left = count < asked ? `${asked - count} of ${asked} places of “${quote}” were decided meanwhile and stay as they are.` : "";
    notify([count && done, left].filter(Boolean).join("\n"), { kind: "" });
  }

  apply(fields, { value }) {
    const count = fields.getAll("places").length;
    if (!count) return;
    const tell = (changed) => this.tell(fields.get("quote"), count, changed);
    this.reader.writer.write({ ...writes.sameness(value, [...fields]), tell });
  }
}

/** @param {object} reader */
export const mount = (reader) => new Same(reader);
