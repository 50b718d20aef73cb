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

  apply(fields, { value }) {
    const count = fields.getAll("places").length;
    if (!count) return;
    this.reader.writer.write(writes.sameness(value, [...fields]));
    const places = count === 1 ? "One place" : count + " places";
    notify(`${places} of “${fields.get("quote")}” at once; ${this.reader.keyOf("undo") || "Undo"} takes it back.`, { kind: "" });
  }
}

/** @param {object} reader */
export const mount = (reader) => new Same(reader);
