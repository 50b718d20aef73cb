// What became of the current item, also of one that is gone, step by step, and back to an earlier one.

import { Asked } from "./asked.js";
import * as writes from "./writes.js";

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export function mount(reader) {
  let key, rows;
  const asked = new Asked(reader, "past", (form, button) => {
    if (button.value) reader.writer.write(writes.reversion(key, button.value, button.querySelector("span").textContent.trim(), rows));
  });
  return {
    open() {
      const { before } = reader.tools;
      key = before.key;
      rows = before.item?.rows ?? [];
      return asked.show(writes.addressOf(key) + "/history/" + reader.query);
    },
  };
}
