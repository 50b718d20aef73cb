// Everything marked as a list, for working with a screen reader: its keys are those of the text.

import { cardOf, toldIn } from "./items.js";

class List {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.panel = document.getElementById("list");
    this.list = this.panel.querySelector("ul");
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("li");
      if (option) reader.go(option.dataset.key);
    });
  }

  get hasFocus() {
    return !this.panel.hidden && this.panel.contains(document.activeElement);
  }

  /** Or close it, if it has the focus already. */
  open() {
    if (this.hasFocus) {
      this.close();
      return;
    }
    this.panel.hidden = false;
    this.render();
    this.list.focus({ preventScroll: true });
    this.reader.go(this.reader.current ?? this.list.firstElementChild?.dataset.key ?? null);
  }

  close() {
    this.panel.hidden = true;
    this.reader.go(this.reader.current);
  }

  render() {
    const words = this.words();
    this.told = toldIn(this.reader.text);
    this.options = new Map([...this.told.keys()].map((key) => [key, this.option(key, words.get(key))]));
    this.list.replaceChildren(...this.options.values());
    this.follow(this.reader.current);
  }

  /** The words of each span, in one go through the text. @returns {Map<string, string>} */
  words() {
    const words = new Map();
    for (const { dataset, textContent } of this.reader.text.querySelectorAll("mark")) {
      for (const key of dataset.s.split(" ")) words.set(key, (words.get(key) ?? "") + textContent);
    }
    return words;
  }

  option(key, words) {
    const made = document.createElement("li");
    made.id = `list-${key}`;
    made.role = "option";
    made.ariaSelected = "false";
    made.dataset.key = key;
    made.dir = "auto";
    made.append(key.startsWith("c") ? claimTold(key) : words, this.facts(key));
    return made;
  }

  facts(key) {
    const { label, state } = this.told.get(key);
    const made = document.createElement("span");
    made.textContent = `, ${this.reader.dock.nameOf(label)}, ${state}`;
    return made;
  }

  /** After rows were painted anew. @param {{keys: string[], added: string[]}} changed */
  refresh({ keys }) {
    if (this.panel.hidden || !keys.length) return;
    this.told = toldIn(this.reader.text);
    if (String([...this.told.keys()]) === String([...this.options.keys()])) this.renew(keys);
    else this.render();
  }

  /** @param {string[]} keys of what is where it was */
  renew(keys) {
    const words = this.words();
    for (const key of keys) {
      const option = this.option(key, words.get(key));
      this.options.get(key).replaceWith(option);
      this.options.set(key, option);
    }
    this.follow(this.reader.current);
  }

  /** Let the current item be the list's. @param {string | null} key */
  follow(key) {
    if (this.panel.hidden) return;
    this.list.querySelector("[aria-selected='true']")?.setAttribute("aria-selected", "false");
    const option = this.options.get(key);
    this.list.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  }
}

function claimTold(key) {
  const card = cardOf(key);
  const parts = [...card.querySelectorAll("dl div")].map((slot) => [...slot.children].map((each) => each.textContent).join(" "));
  return [card.querySelector(".claim-content").textContent, ...parts].join("; ");
}

/** @param {object} reader */
export const mount = (reader) => new List(reader);
