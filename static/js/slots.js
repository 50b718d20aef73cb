// Which words are which part of a claim: pointed at on its card, a part is coloured in the text;
// pointed at in the text, it is lit on its card.

import { cardOf, itemOf, partsOf } from "./items.js";
import { placeOf } from "./places.js";

class Slots {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    /** @type {HTMLElement | null} the current one */
    this.card = null;
    this.lit = [];
    const { text } = reader;
    text.addEventListener("pointerover", ({ target }) => this.point(target));
    text.addEventListener("pointerleave", () => this.point(text));
    text.addEventListener("pointermove", (event) => this.onMove(event));
    text.addEventListener("focusin", ({ target }) => this.point(target, target.closest("mark") && around(target)));
    text.addEventListener("focusout", () => this.point(text));
    text.addEventListener("click", ({ target }) => this.edit(target));
    text.addEventListener("keydown", (event) => this.onKey(event));
    this.follow(reader.current);
    this.point([...text.querySelectorAll(":hover")].at(-1) ?? text);
  }

  /** The parts on the current card are buttons to the editor, and show their keys. @param {string | null} key */
  follow(key) {
    const card = this.reader.isWritable && key ? cardOf(key) : null;
    if (card === this.card) return;
    for (const slot of slotsOf(this.card)) {
      slot.removeAttribute("role");
      slot.removeAttribute("tabindex");
    }
    this.card = card;
    for (const slot of slotsOf(card)) {
      slot.role = "button";
      slot.tabIndex = 0;
      slot.closest("div").querySelector("dt").dataset.key = this.reader.keyOf(slot.dataset.slot);
    }
  }

  /** @param {Element} target @param {Range | null} [range] where in the text */
  point(target, range = null) {
    const { reader } = this;
    this.name(target.closest("mark[data-t]"));
    if (reader.mode) return;
    const card = target.closest("[data-card]");
    const number = card && target.closest("[data-piece]")?.dataset.piece;
    if (number) {
      const part = partsOf(card.dataset.card)[number];
      for (const role of ["content", "source", "cue", "via"]) {
        reader.painter.highlight(role, role === part.role && part.start !== null ? [part] : []);
      }
    } else {
      reader.painter.highlight("content", []);
      reader.showParts(card?.dataset.card);
    }
    this.light(range && placeOf(reader.text, range));
  }

  /** A tag is short: the mark says in full what it stands for. @param {HTMLElement | null} mark */
  name(mark) {
    const { dock, text } = this.reader;
    const spans = mark?.dataset.s.split(" ").filter((key) => key.startsWith("s")) ?? [];
    const names = spans.map((key) => dock.nameOf(itemOf(text, key)?.label));
    if (names.length) mark.title = [...new Set(names)].join(", ");
  }

  /** Words of a source are not marked, so that the pointer's place has to tell. */
  onMove({ target, clientX, clientY }) {
    if (this.moved || !target.closest(".row > p")) return;
    this.moved = requestAnimationFrame(() => {
      this.moved = null;
      if (!this.reader.mode) this.light(placeAt(this.reader.text, clientX, clientY));
    });
  }

  /** The cards and slots of the claims that have a part here. @param {import("./places.js").Place | null} place */
  light(place) {
    for (const each of this.lit) each.classList.remove("lit");
    const cards = place ? [...this.reader.text.querySelectorAll(".claim")] : [];
    this.lit = cards.flatMap((card) => {
      const isHere = ({ start, end }) => start !== null && start < place.end && place.start < end;
      const found = partsOf(card.dataset.card).flatMap((part, number) => (isHere(part) ? [card.querySelector(`[data-piece="${number}"]`)] : []));
      return found.length ? [card, ...found] : [];
    });
    for (const each of this.lit) each.classList.add("lit");
  }

  /** Here Enter is no command of the article's. */
  onKey(event) {
    if (!["Enter", " "].includes(event.key) || event.ctrlKey || !event.target.matches("[data-slot]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.edit(event.target);
  }

  edit(target) {
    const slot = target.closest(".on [data-slot]");
    const { mode } = this.reader;
    if (slot && (!mode || mode.isEditor)) this.reader.run(slot.dataset.slot);
  }
}

const slotsOf = (card) => card?.querySelectorAll("[data-slot]") ?? [];

function around(mark) {
  const range = document.createRange();
  range.selectNodeContents(mark);
  return range;
}

function placeAt(text, x, y) {
  const at = document.caretPositionFromPoint?.(x, y);
  const range = at ? document.createRange() : document.caretRangeFromPoint?.(x, y);
  if (at) range.setStart(at.offsetNode, at.offset);
  const node = range?.startContainer;
  if (node?.nodeType !== Node.TEXT_NODE || !node.length || !node.parentElement.closest(".row > p")) return null;
  range.setStart(node, Math.min(range.startOffset, node.length - 1));
  range.setEnd(node, range.startOffset + 1);
  return placeOf(text, range);
}

/** @param {object} reader */
export const mount = (reader) => new Slots(reader);
