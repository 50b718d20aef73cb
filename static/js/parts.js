// A very long article is read in parts, each a page. Walking goes on from one to the next.

const numbers = (value) => (value ? value.split(" ").map(Number) : []);

export class Parts {
  /** @param {HTMLElement} element the #reader of the page, which names its part and the others */
  constructor({ dataset }) {
    this.own = Number(dataset.part);
    this.openIn = numbers(dataset.openIn);
    this.markedIn = numbers(dataset.markedIn);
    this.openElsewhere = Number(dataset.openElsewhere);
  }

  /**
   * The part that the walk comes to behind this one's end, round the article's.
   * @param {1 | -1} by @param {boolean} isOpen whether something undecided is looked for
   * @returns {number | null} null if there is no other
   */
  beyond(by, isOpen) {
    const others = (isOpen ? this.openIn : this.markedIn).filter((part) => part !== this.own);
    if (by < 0) return others.findLast((part) => part < this.own) ?? others.at(-1) ?? null;
    return others.find((part) => part > this.own) ?? others[0] ?? null;
  }

  /** Load a part, to go on from its first item or its last. */
  open(part, by) {
    location.assign(`?part=${part}${by > 0 ? "#first" : "#last"}`);
  }

  /** Which way the walk came here, if it did (once; loading the page again is no walk). */
  arrival() {
    const by = { "#first": 1, "#last": -1 }[location.hash];
    if (by) history.replaceState(null, "", location.search);
    return by;
  }
}
