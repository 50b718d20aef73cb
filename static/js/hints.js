// Numbers at places of the article, in a layer of their own over it: its text stays as it is.

import { rangesOf } from "./places.js";

const WIDTH = 22; // of a badge, in pixels

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
    const taken = new Map(); // what lies inside another may begin where that does
    this.layer.replaceChildren(...places.flatMap((place, order) => {
      const [range] = place ? rangesOf(this.text, place) : [];
      const rect = [...(range?.getClientRects() ?? [])].find(({ width }) => width);
      if (!rect) return [];
      const isRtl = getComputedStyle(range.endContainer.parentElement).direction === "rtl";
      const before = taken.get(place.start) ?? 0;
      taken.set(place.start, before + 1);
      const left = isRtl ? rect.right - before * WIDTH : rect.left + before * WIDTH;
      return [badge(String(order + 1), left - frame.left, rect.top - frame.top)];
    }));
  }
}

function badge(number, left, top) {
  const made = document.createElement("kbd");
  made.className = "hint-badge";
  made.textContent = number;
  made.style.left = `${left}px`;
  made.style.top = `${top}px`;
  return made;
}
