// The small bar at a selection: a label for it, or a claim of it.

const GAP = 8;

class PickBar {
  /** @param {HTMLElement} parent @param {{key: string, name: string, tag: string, colour: string}[]} labels */
  constructor(parent, labels) {
    this.bar = document.createElement("div");
    this.bar.className = "pick";
    this.bar.hidden = true;
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", "Mark the selection");
    this.bar.append(...labels.map((label) => choice(label)), choice({ name: "Claim", tag: "claim", colour: "claim" }));
    this.bar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    parent.append(this.bar);
  }

  /** Below the end of a range of the page, or above its beginning. @param {Range} range @param {number} lowest */
  showAt(range, lowest) {
    this.bar.hidden = false;
    const rects = [...range.getClientRects()];
    const last = rects.at(-1) ?? range.getBoundingClientRect();
    const isBelow = last.bottom + GAP + this.bar.offsetHeight < lowest;
    const frame = this.bar.offsetParent.getBoundingClientRect();
    const widest = document.documentElement.clientWidth - this.bar.offsetWidth - GAP;
    this.bar.style.left = `${Math.max(GAP, Math.min(last.right - this.bar.offsetWidth / 2, widest)) - frame.left}px`;
    const top = isBelow ? last.bottom + GAP : (rects[0] ?? last).top - GAP - this.bar.offsetHeight;
    this.bar.style.top = `${top - frame.top}px`;
  }

  hide() {
    this.bar.hidden = true;
  }
}

function choice({ key, name, tag, colour }) {
  const made = document.createElement("button");
  made.type = "button";
  made.title = name;
  if (key) made.dataset.label = key;
  else made.dataset.act = "claim";
  const dot = document.createElement("i");
  dot.className = `dot k1-${colour}`;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.textContent = name;
  const shown = document.createElement("span");
  shown.ariaHidden = "true";
  shown.textContent = tag;
  made.append(dot, shown, said);
  return made;
}

/** @param {object} reader the Reader; a typed import here would be a circle of files */
export const mount = ({ text, dock }) => new PickBar(text.parentElement, dock.labels);
