// Which item is current, and what the dock says about it.
import { cardOf, itemOf, keysOf, marksOf, stateOf } from "./items.js";

export class Cursor {
  /** @param {HTMLElement} root @param {HTMLElement} dock @param {boolean} isWritable */
  constructor(root, dock, isWritable) {
    Object.assign(this, { root, dock, isWritable, key: null, place: -1 });
    this.line = dock.querySelector("#current");
    this.rest = [...this.line.childNodes].map((node) => node.cloneNode(true));
  }

  /** Goes to the next key that fits, round the end. @param {1 | -1} way */
  step(way, fits = () => true) {
    const keys = keysOf(this.root);
    const from = this.key && keys.includes(this.key) ? keys.indexOf(this.key) : this.place - (way > 0 ? 1 : 0);
    for (let moved = 1; moved <= keys.length; moved += 1) {
      const at = (((from + way * moved) % keys.length) + keys.length) % keys.length;
      if (fits(keys[at])) return this.go(keys[at]);
    }
    this.clear();
    this.say("Nothing is left to decide here.");
  }

  /** @param {string} key */
  go(key) {
    this.key = key;
    this.show({ keepsFocus: true });
    const lead = itemOf(this.root, key)?.lead;
    lead?.focus({ preventScroll: true });
    if (lead && isOutOfSight(lead)) lead.scrollIntoView({ block: "center" });
  }

  /** Keeps the place in the order, for when the current item is gone after a write. */
  remember() {
    const place = keysOf(this.root).indexOf(this.key);
    if (place >= 0) this.place = place;
  }

  clear() {
    this.key = null;
    document.getSelection().removeAllRanges();
    this.show();
  }

  /** Paints the current item and the dock again; the focus follows the key over a swap. */
  show({ keepsFocus = false } = {}) {
    for (const mark of this.root.querySelectorAll("mark.current")) mark.classList.remove("current");
    for (const card of this.root.querySelectorAll(".claim.on")) card.classList.remove("on");
    const item = this.key ? itemOf(this.root, this.key) : null;
    delete this.dock.dataset.mode;
    if (!item) return this.#showNothing();
    for (const mark of marksOf(this.root, item.key)) mark.classList.add("current");
    cardOf(this.root, item.key)?.classList.add("on");
    this.dock.dataset.kind = item.isClaim ? "claim" : "span";
    this.dock.dataset.state = item.state;
    this.#name(item);
    const isLost = document.activeElement === document.body || !document.activeElement;
    if (keepsFocus && isLost && !document.querySelector("dialog[open]")) item.lead.focus({ preventScroll: true });
  }

  showSelection(words) {
    this.dock.dataset.kind = "selection";
    delete this.dock.dataset.state;
    this.#line(words, "selected: choose a label, or C for a claim");
  }

  selectionEnded() {
    if (this.dock.dataset.kind === "selection") this.show();
  }

  mode(name, words) {
    this.dock.dataset.mode = name;
    if (words) this.say(words);
  }

  say(words) {
    this.line.replaceChildren(words);
  }

  #showNothing() {
    delete this.dock.dataset.kind;
    delete this.dock.dataset.state;
    this.line.replaceChildren(...this.rest.map((node) => node.cloneNode(true)));
  }

  #name(item) {
    const described = document.getElementById(`d-${item.label}-${item.state}`)?.textContent ?? "";
    this.#line(item.quote, described);
    const left = keysOf(this.root).filter((key) => stateOf(this.root, key) === "suggested").length;
    if (left) this.line.append(` · ${left} to decide`);
  }

  #line(words, after) {
    const shown = Object.assign(document.createElement("b"), { textContent: shorten(words), dir: "auto" });
    this.line.replaceChildren(shown, ` ${after}`);
  }
}

const shorten = (words) => (words.length > 70 ? `${words.slice(0, 69)}…` : words);

function isOutOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < 90 || bottom > innerHeight - 170;
}
