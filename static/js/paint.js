// What the page shows before the server has answered, and what it shows when it has.

import { cardOf, leadOf, marksOf, tell } from "./items.js";
import { rangesOf } from "./places.js";
import { keepSelection } from "./selection.js";

/** Lines and fills that belong to a label. */
const LOOK = /^(?:f|k1)-/;

export class Painter {
  /** @param {HTMLElement} text */
  constructor(text) {
    this.text = text;
    /** What the server last said of rows that show something newer. @type {Map<string, Element>} */
    this.truth = new Map();
  }

  /** Keep rows as the server knows them before they change. @param {string[]} rows */
  remember(rows) {
    for (const id of rows) {
      if (!this.truth.has(id)) this.truth.set(id, document.getElementById(id).cloneNode(true));
    }
  }

  /** Let an item look as it will. @param {import("./items.js").Item} item */
  expect(item, { state, label }) {
    for (const mark of marksOf(this.text, item.key)) {
      if (!item.isClaim && mark.dataset.s.split(" ")[0] === item.key) repaint(mark, state, label);
      if (item.isClaim) mark.classList.replace("c-suggested", `c-${state}`);
      mark.classList.toggle("rejected", state === "rejected" && mark.dataset.s === item.key);
    }
    const card = item.isClaim && cardOf(item.key);
    if (card) card.classList.replace("suggested", state);
    tell(this.text, item.key, { state, label: label?.key });
  }

  /**
   * Take rows from an answer, except those that wait for a later one.
   * @param {Iterable<Element>} rows @param {Set<string>} unsaved
   */
  settle(rows, unsaved) {
    for (const row of rows) this.truth.set(row.id, row);
    const settled = [...this.truth].filter(([id]) => !unsaved.has(id));
    keepSelection(this.text, () => {
      for (const [id, row] of settled) {
        this.truth.delete(id);
        replace(document.getElementById(id), row);
      }
    });
  }

  /** The item that keys act on. @param {string | null} key */
  show(key) {
    for (const mark of this.text.querySelectorAll("mark.cur, mark[tabindex='0']")) {
      mark.classList.remove("cur", "cur-span", "cur-start", "cur-end", "cur-whole");
      mark.removeAttribute("aria-current");
      if (mark.hasAttribute("tabindex")) mark.tabIndex = -1;
    }
    document.querySelector(".claim.on")?.classList.remove("on");
    if (!key) return;
    const marks = marksOf(this.text, key);
    const shape = key.startsWith("c") ? [] : [marks.length === 1 ? "cur-whole" : "cur-span"];
    for (const mark of marks) mark.classList.add("cur", ...shape);
    if (shape[0] === "cur-span") {
      marks.at(0)?.classList.add("cur-start"); // what is gone meanwhile has no marks
      marks.at(-1)?.classList.add("cur-end");
    }
    const lead = leadOf(this.text, key);
    if (!lead) return;
    lead.tabIndex = 0;
    lead.setAttribute("aria-current", "true");
    cardOf(key)?.classList.add("on");
  }

  /** Colour places without touching the text. @param {string} name @param {import("./places.js").Place[]} places */
  highlight(name, places) {
    if (!CSS.highlights) return;
    const ranges = places.flatMap((place) => rangesOf(this.text, place));
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
}

/** Until it is drawn a new row is taken to be as high as the one before it: what follows stays. */
function replace(present, row) {
  if (!present) return;
  row.style.containIntrinsicBlockSize = `auto ${present.getBoundingClientRect().height}px`;
  const threads = present.querySelector(".threads"); // no answer has them
  const focused = threads?.contains(document.activeElement) && document.activeElement;
  row.querySelector(".threads")?.remove();
  if (threads) row.append(threads);
  present.replaceWith(row);
  if (focused) focused.focus({ preventScroll: true });
}

function repaint(mark, state, label) {
  if (state) {
    mark.classList.remove("suggested", "confirmed");
    mark.classList.add(state);
    if (state === "confirmed") mark.classList.replace("d1", "o1");
  }
  if (!label) return;
  mark.classList.remove(...[...mark.classList].filter((name) => LOOK.test(name)));
  mark.classList.add(`f-${label.colour}`, `k1-${label.colour}`);
  if (mark.dataset.t) mark.dataset.t = label.tag;
}
