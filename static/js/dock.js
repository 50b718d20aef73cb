// The dock: what the current item is, and what can be done with it.

import { cardOf } from "./items.js";

const SHOWN = 90;

const toldOf = (key) => document.querySelector(`[data-told="${key}"]`)?.textContent;

export class Dock {
  /** @param {HTMLElement} dock */
  constructor(dock) {
    this.dock = dock;
    this.current = dock.querySelector("#current");
    this.spoken = dock.querySelector("#spoken"); // #current is not there in every mode
    // Messages stand on it, however high it is.
    new ResizeObserver(() => document.body.style.setProperty("--dock", `${dock.offsetHeight}px`)).observe(dock);
    this.hint = [...this.current.childNodes].map((node) => node.cloneNode(true));
    this.labels = [...dock.querySelectorAll("[data-label]")].map(({ dataset }) => ({
      key: dataset.label, name: dataset.name, colour: dataset.colour, tag: dataset.tag, shortcut: dataset.shortcut,
    }));
  }

  get isOnSelection() {
    return this.dock.hasAttribute("data-selection");
  }

  /** Its upper edge, in pixels of the window. */
  get top() {
    return this.dock.getBoundingClientRect().top;
  }

  nameOf(key) {
    return document.getElementById(`d-${key}-confirmed`)?.textContent.replace(/, confirmed$/, "") ?? key;
  }

  /** @param {string} one key of a label @param {string} other */
  areOfOneLayer(one, other) {
    const [first, second] = [one, other].map((key) => document.getElementById(`d-${key}-confirmed`)?.dataset.layer);
    return first === second;
  }

  /** @param {import("./items.js").Item | null} item */
  show(item) {
    this.dock.toggleAttribute("data-selection", false);
    this.mark("item", item && (item.isClaim ? "claim" : "span"));
    this.mark("state", item?.state);
    this.press(item?.label);
    if (item) {
      const { isClaim, key, label, state, tie, words } = item;
      this.say(words, [this.nameOf(label), state, toldOf(key), isClaim && cardOf(key)?.dataset.why]);
      if (tie && !isClaim) this.sayTie(tie, words);
    } else this.current.replaceChildren(...this.hint.map((node) => node.cloneNode(true)));
  }

  /** To the card of its entity; what is only suggested has none. */
  sayTie(tie, words) {
    const [id] = tie.split(" ", 1);
    const name = tie.slice(id.length + 1);
    if (id === "0" && name === words) return;
    const shown = document.createElement(id === "0" ? "bdi" : "a");
    shown.textContent = name;
    if (shown.matches("a")) Object.assign(shown, { href: this.dock.dataset.entities + id + "/", dir: "auto" });
    this.current.append(" · ", shown);
  }

  /** @param {string | undefined} label the one that the current item has */
  press(label) {
    for (const button of this.dock.querySelectorAll("[data-label]")) {
      button.setAttribute("aria-pressed", String(button.dataset.label === label));
    }
  }

  /** @param {string | null} words what is selected */
  showSelection(words) {
    this.dock.toggleAttribute("data-selection", true);
    this.press();
    this.say(words, ["choose a label, or make a claim"]);
  }

  /** @param {string | null} mode @param {string} hint */
  turnTo(mode, hint = "") {
    this.mark("mode", mode);
    if (hint) this.current.textContent = hint;
  }

  /** To who does not see what a mode paints. @param {string} words */
  speak(words) {
    if (this.spoken.textContent !== words) this.spoken.textContent = words;
  }

  tell(hint) {
    this.current.textContent = hint;
  }

  mark(name, value) {
    if (value) this.dock.dataset[name] = value;
    else delete this.dock.dataset[name];
  }

  say(words, facts) {
    const shown = document.createElement("b");
    shown.textContent = words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
    shown.dir = "auto";
    this.current.replaceChildren(shown, ` ${facts.filter(Boolean).join(" · ")}`);
  }
}
