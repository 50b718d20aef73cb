// Accept all above a score: how many each score would take, and which, comes when it is asked for.

import { Asked } from "./asked.js";
import * as writes from "./writes.js";

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export function mount(reader) {
  const asked = new Asked(reader, "surest", (form) => {
    const score = new FormData(form).get("score");
    if (score) reader.writer.write(writes.acceptance(String(score)));
  });
  return { open: () => asked.show("surest/") };
}
