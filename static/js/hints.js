// Numbers at places of the article, in a layer of their own over it: its text stays as it is.

import { rangesOf } from "./places.js";

export class Hints {
  /** @param {HTMLElement} text */
  constructor(text) {
    this.text = text;
    this.layer = document.createElement("div");
    this.layer.ariaHidden = "true"; // the dock names them
    text.parentElement.append(this.layer);
  }

  /** Number these places from 1; some may lie nowhere. @param {(import("./places.js").Place | undefined)[]} places */
  show(places) {
    const frame = this.text.parentElement.getBoundingClientRect();
    this.layer.replaceChildren(...places.flatMap((place, order) => {
      const [range] = place ? rangesOf(this.text, place) : [];
      const rect = [...(range?.getClientRects() ?? [])].find(({ width }) => width);
      return rect ? [badge(String(order + 1), sideOf(range, rect) - frame.left, rect.top - frame.top)] : [];
    }));
  }
}

const sideOf = (range, { left, right }) => (getComputedStyle(range.endContainer.parentElement).direction === "rtl" ? right : left);

function badge(number, left, top) {
  const made = document.createElement("kbd");
  made.className = "hint-badge";
  made.textContent = number;
  made.style.left = `${left}px`;
  made.style.top = `${top}px`;
  return made;
}
