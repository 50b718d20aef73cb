// The parts of a claim: content, source, cue and via, each filled by selecting words in the
// article or by a number. Nothing is sent before Enter; Escape leaves all as it was.
import { partsOf, sentenceAt } from "./items.js";
import { quoteOf, rangeOf, rowAt } from "./text.js";

const ROLES = ["content", "source", "cue", "via"];
const KEYS = { t: "content", s: "source", q: "cue", v: "via" };
const HINTS = { content: "T", source: "S", cue: "Q", via: "V" };
const CANDIDATES = { source: ["PERSON", "ORG", "GPE", "NORP"], via: ["ORG"] };
const MOST = 9;

export class ClaimEditor {
  /**
   * @param {HTMLElement} root
   * @param {HTMLFormElement} form
   * @param {Record<string, Highlight>} highlights one for each role
   * @param {(key: string | null, draft: object) => void} save
   */
  constructor(root, form, highlights, save) {
    Object.assign(this, { root, form, highlights, save, isOn: false });
    form.addEventListener("click", (event) => this.#click(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    form.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  }

  /** Edits a claim. @param {string} key */
  edit(key) {
    const draft = { content: [], source: [], cue: [], via: [] };
    this.kept = { source: false, via: false };
    for (const [role, start, end] of partsOf(this.root, key)) {
      if (start === null) this.kept[role] = true;
      else draft[role].push([start, end]);
    }
    this.#begin(key, draft, "source");
  }

  /** A new claim about a stretch of the text. */
  create(start, end) {
    this.kept = { source: false, via: false };
    this.#begin(null, { content: [[start, end]], source: [], cue: [], via: [] }, "source");
  }

  /** The stretch a claim begins with where nothing is selected: the sentence. */
  static sentence(row, offset) {
    return sentenceAt(row, offset);
  }

  /** Selected words fill the slot that is active; the next empty one follows. */
  take(start, end) {
    this.#put([[start, end]]);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
  key(event) {
    if (event.key === "Escape") this.leave();
    else if (event.key === "Enter") this.finish();
    else if (event.key === "Tab") this.#activate(this.#beside(event.shiftKey ? -1 : 1));
    else if (KEYS[event.key.toLowerCase()]) this.#activate(KEYS[event.key.toLowerCase()]);
    else if (/^Digit\d$/.test(event.code)) this.#choose(Number(event.code.at(-1)));
    else return false;
    return true;
  }

  finish() {
    if (!this.draft.content.length) {
      this.#say("A claim needs its content: select the words that are asserted.");
      return;
    }
    this.save(this.claim, { ...this.draft, speech: this.#speech(), changed: this.changed });
    this.leave();
  }

  leave() {
    this.isOn = false;
    this.form.hidden = true;
    for (const role of ROLES) this.highlights[role].clear();
    this.onLeave?.();
  }

  #begin(key, draft, slot) {
    Object.assign(this, { claim: key, draft, isOn: true, changed: new Set(key ? [] : ROLES) });
    this.form.hidden = false;
    this.#activate(slot);
  }

  #activate(slot) {
    this.slot = slot;
    this.candidates = this.#candidatesFor(slot);
    this.#paint();
  }

  #beside(way) {
    return ROLES[(ROLES.indexOf(this.slot) + way + ROLES.length) % ROLES.length];
  }

  #choose(digit) {
    if (digit === 0) this.#put([]);
    else if (this.candidates[digit - 1]) this.#put([this.candidates[digit - 1].slice(0, 2)]);
  }

  #put(stretches) {
    this.draft[this.slot] = stretches;
    this.changed.add(this.slot);
    if (this.slot in this.kept) this.kept[this.slot] = false;
    const empty = ROLES.find((role) => !this.changed.has(role) && !this.draft[role].length && !this.kept[role]);
    this.#activate(stretches.length && this.claim === null ? this.#nextEmpty() : (empty ?? this.slot));
  }

  #nextEmpty() {
    return ROLES.find((role) => !this.draft[role].length && role !== this.slot) ?? this.slot;
  }

  /** Names near the content, nearest first: [start, end, words][]. */
  #candidatesFor(slot) {
    const labels = CANDIDATES[slot];
    if (!labels || !this.draft.content.length) return [];
    const [start, end] = this.draft.content[0];
    return [...this.root.querySelectorAll("mark.e[data-first]")]
      .filter((mark) => labels.some((label) => mark.getAttribute("aria-describedby").includes(`d-${label}-`)))
      .map((mark) => stretchOf(mark))
      .map((found) => ({ found, far: Math.min(Math.abs(found[0] - end), Math.abs(start - found[1])) }))
      .sort((a, b) => a.far - b.far)
      .slice(0, MOST)
      .map(({ found }) => [...found, quoteOf(this.root, ...found)]);
  }

  #speech() {
    if (!this.draft.source.length && !this.draft.cue.length && !this.kept.source) return "none";
    const [start, end] = this.draft.content[0];
    const row = rowAt(this.root, start);
    const around = quoteOf(this.root, Math.max(Number(row.dataset.start), start - 1), Math.min(Number(row.dataset.end), end + 1));
    if (/^["“„«‘'].*["”“»’'][.,!?]?$/s.test(around.trim())) return "direct";
    return /["“„«]/.test(around) ? "mixed" : "indirect";
  }

  #paint() {
    for (const role of ROLES) {
      this.highlights[role].clear();
      for (const [a, b] of this.draft[role]) this.highlights[role].add(rangeOf(this.root, a, b));
    }
    this.form.replaceChildren(this.#slots(), this.#offers(), this.#buttons());
  }

  #slots() {
    const slots = element("div", { className: "slots" });
    for (const role of ROLES) {
      const button = element("button", { type: "button", className: "button slot" });
      button.dataset.slot = role;
      button.setAttribute("aria-pressed", String(role === this.slot));
      button.append(
        element("span", { textContent: `${HINTS[role]} · ${role}` }),
        element("b", { textContent: this.#shown(role), dir: "auto" }),
      );
      slots.append(button);
    }
    return slots;
  }

  #shown(role) {
    const words = this.draft[role].map(([a, b]) => quoteOf(this.root, a, b)).join(" … ");
    return words || (this.kept[role] ? "as inferred" : "not stated");
  }

  #offers() {
    const offers = element("div", { className: "candidates" });
    offers.append(element("span", { className: "hint", textContent: `Select the words of the ${this.slot}, or choose:` }));
    this.candidates.forEach(([, , words], number) => offers.append(choice(number + 1, words)));
    offers.append(choice(0, "not stated"));
    return offers;
  }

  #buttons() {
    const row = element("div", { className: "cluster" });
    const save = element("button", { className: "button small primary", textContent: "Save claim" });
    const leave = element("button", { type: "button", className: "button small", textContent: "Cancel" });
    leave.dataset.leave = "";
    this.message = element("span", { className: "hint", role: "status" });
    row.append(save, leave, this.message);
    return row;
  }

  #say(words) {
    this.message.textContent = words;
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.slot) this.#activate(button.dataset.slot);
    else if (button.dataset.choice) this.#choose(Number(button.dataset.choice));
    else if ("leave" in button.dataset) this.leave();
  }
}

function choice(number, words) {
  const button = element("button", { type: "button", className: "button small" });
  button.dataset.choice = String(number);
  button.append(element("kbd", { textContent: String(number) }), ` ${words}`);
  return button;
}

function stretchOf(mark) {
  const row = mark.closest(".row");
  const range = document.createRange();
  range.selectNodeContents(row.querySelector("p"));
  range.setEndBefore(mark);
  const start = Number(row.dataset.start) + [...range.toString()].length;
  return [start, start + [...mark.textContent].length];
}

/** @template {keyof HTMLElementTagNameMap} T @param {T} name @param {object} values */
function element(name, values) {
  return Object.assign(document.createElement(name), values);
}
