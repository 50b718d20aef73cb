// A very long article is read in parts, each a page. Walking goes on from one to the next.

export class Parts {
  /** @param {HTMLElement} element the #reader of the page, which names its part */
  constructor({ dataset }) {
    this.own = Number(dataset.part);
    this.of = dataset.of ? `&of=${dataset.of}` : "";
  }

  /**
   * The other parts where anything is marked, and how much is undecided there, as the map has it,
   * which comes anew with each answer.
   * @returns {[number, number][]}
   */
  get others() {
    const told = document.getElementById("map").dataset.parts.match(/\S+/g) ?? [];
    return told.map((each) => each.split(":").map(Number)).filter(([part]) => part !== this.own);
  }

  get openElsewhere() {
    return this.others.reduce((sum, [, undecided]) => sum + undecided, 0);
  }

  /**
   * The part that the walk comes to behind this one's end, round the article's.
   * @param {1 | -1} by @param {boolean} isOpen whether something undecided is looked for
   * @returns {number | null} null if there is no other
   */
  beyond(by, isOpen) {
    const others = this.others.filter(([, undecided]) => undecided || !isOpen).map(([part]) => part);
    if (by < 0) return others.findLast((part) => part < this.own) ?? others.at(-1) ?? null;
    return others.find((part) => part > this.own) ?? others[0] ?? null;
  }

  /** Load a part, to go on from its first item or its last. */
  open(part, by) {
    location.assign(`?part=${part}${this.of}${by > 0 ? "#first" : "#last"}`);
  }

  /** Which way the walk came here, if it did (once; loading the page again is no walk). */
  arrival() {
    const by = { "#first": 1, "#last": -1 }[location.hash];
    if (by) history.replaceState(null, "", location.search);
    return by;
  }
}
