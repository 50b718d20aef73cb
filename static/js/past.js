// What became of the current item, step by step, and back to an earlier one.

import { Asked } from "./asked.js";
import * as writes from "./writes.js";

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export function mount(reader) {
  let item;
  const asked = new Asked(reader, "past", (form, { value }) => {
    if (value) reader.writer.write(writes.reversion(item, value));
  });
  return {
    open() {
      item = reader.tools.before.item;
      return asked.show(writes.addressOf(item.key) + "/history/");
    },
  };
}
