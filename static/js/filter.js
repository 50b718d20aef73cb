// Show some of what is marked only: what is undecided, claims, or one label. The rest keeps its
// place, so that no word moves.

import { toldIn } from "./items.js";

const LANES = [1, 2, 3];

class Filter {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.select = /** @type {HTMLSelectElement} */ (document.getElementById("filter"));
    this.told = notice(() => this.showAll());
    document.getElementById("dock").append(this.told);
    this.select.addEventListener("keydown", ({ key }) => key === "Escape" && this.select.blur());
  }

  /** Ask what to show, wherever the page was read, and go back there. */
  ask() {
    const { select } = this;
    const before = scrollY;
    select.scrollIntoView({ block: "center" });
    select.focus();
    select.addEventListener("blur", () => scrollTo({ top: before, behavior: "instant" }), { once: true });
    try {
      select.showPicker();
    } catch {
      // arrows choose in it all the same
    }
  }

  /** Also after rows were painted anew. */
  open() {
    const { text } = this.reader;
    const wanted = this.select.value;
    const told = toldIn(text);
    const shown = new Set([...told].filter(([, { label, state }]) => [label, state, ""].includes(wanted)).map(([key]) => key));
    this.reader.shown = wanted ? shown : null;
    for (const mark of text.querySelectorAll("mark")) hide(mark, shown, told);
    const isWithRejected = ["", "claim"].includes(wanted);
    for (const gone of text.querySelectorAll(".gone")) gone.classList.toggle("off", !isWithRejected);
    for (const card of text.querySelectorAll("[data-card]")) card.classList.toggle("off", !shown.has(card.dataset.card));
    this.tell();
  }

  /** Else names would look as if nobody had marked them, where the box is far away. */
  tell() {
    this.told.hidden = !this.select.value;
    this.told.firstChild.data = `Shown: ${this.select.selectedOptions[0].textContent} · `;
  }

  showAll() {
    this.select.value = "";
    this.open();
  }
}

/** Each line, fill and tag of a stretch by itself: of what lies over it some may be shown. */
function hide(mark, shown, told) {
  const isOff = (key) => !shown.has(key);
  const keys = mark.dataset.s.split(" ");
  const spans = keys.filter((key) => key.startsWith("s"));
  const claims = keys.filter((key) => key.startsWith("c"));
  const standing = claims.filter((key) => !isOff(key) && told.get(key)?.state !== "suggested");
  const lanes = LANES.filter((lane) => mark.matches(`.o${lane}, .d${lane}`)); // as the spans are ordered
  const isHidden = {
    off: keys.every(isOff),
    "off-fill": spans.length > 0 && isOff(spans[0]),
    "off-tag": spans.every(isOff),
    "off-claim": claims.every(isOff),
    "off-wash": !standing.length,
  };
  for (const lane of LANES) isHidden[`off-${lane}`] = lanes.includes(lane) && isOff(spans[lanes.indexOf(lane)]);
  for (const [name, is] of Object.entries(isHidden)) mark.classList.toggle(name, is && shown.size < told.size);
}

/** @param {() => void} showAll */
function notice(showAll) {
  const made = document.createElement("p");
  made.className = "here shown";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Show all";
  button.addEventListener("click", showAll);
  made.append("", button);
  return made;
}

/** @param {object} reader */
export const mount = (reader) => new Filter(reader);
