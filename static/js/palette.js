// All commands, each with its key: type some of its name, Enter does it.

import { isAtOne } from "./keys.js";
import { selectPlace } from "./selection.js";

/** @typedef {{title: string, keys: string[], act: () => void, isHere: boolean, letter?: string}} Entry */

const GO = "go to ";
const NONE = "no command is called so.";

class Palette {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("palette"));
    this.input = this.dialog.querySelector("input");
    this.list = this.dialog.querySelector("ul");
    this.input.addEventListener("input", () => this.render());
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("click", ({ target }) => this.onClick(target));
    this.dialog.addEventListener("close", () => {
      this.input.value = "";
    });
  }

  open() {
    const all = [...this.commands(), ...this.labels(), ...this.views(), ...this.pages()];
    this.entries = [...all.filter(({ isHere }) => isHere), ...all.filter(({ isHere }) => !isHere)];
    this.render();
    const early = this.input.value.startsWith(GO) && this.pageOf(this.input.value.slice(GO.length));
    if (early) this.run(early); // its letter came before this script
  }

  /** @returns {Entry[]} */
  commands() {
    const rows = [...document.querySelectorAll("#help [data-command]")];
    const isOffered = ({ command, keys }) => command && keys && command !== "go"; // what it leads to is here
    return rows.filter(({ dataset }) => isOffered(dataset)).map((row) => ({
      title: row.querySelector("dd").textContent,
      keys: [...row.querySelectorAll("kbd")].map((key) => key.textContent),
      act: () => this.reader.run(row.dataset.command),
      isHere: this.isHere(row.dataset.places.split(" ")),
    }));
  }

  /** @returns {Entry[]} */
  labels() {
    return this.reader.dock.labels.map((label) => ({
      title: `label: ${label.name}`,
      keys: label.shortcut ? [label.shortcut.replace("shift+", "⇧")] : [],
      act: () => this.reader.label(label),
      isHere: this.isHere(["span", "selection"]),
    }));
  }

  /** What is shown of what is marked. @returns {Entry[]} */
  views() {
    const filter = /** @type {HTMLSelectElement} */ (document.getElementById("filter"));
    return [...filter.options].map(({ value, textContent }) => ({
      title: `show ${textContent}`,
      keys: [],
      act: () => {
        filter.value = value;
        this.reader.tools.open("filter");
      },
      isHere: true,
    }));
  }

  /** @returns {Entry[]} */
  pages() {
    const links = [...document.querySelectorAll(".bar nav a, .bar .end a")];
    return links.map((link) => ({
      title: `${GO}${link.getAttribute("aria-label") ?? link.textContent.trim()}`,
      keys: link.dataset.go ? ["G", link.dataset.go.toUpperCase()] : [],
      letter: link.dataset.go,
      act: () => link.click(),
      isHere: true,
    }));
  }

  isHere(places) {
    return isAtOne({ places }, this.reader.tools.before.places);
  }

  render() {
    const wanted = this.input.value.toLowerCase().split(/\s+/);
    this.shown = this.entries.filter(({ title }) => wanted.every((word) => title.toLowerCase().includes(word)));
    this.list.replaceChildren(...(this.shown.length ? this.shown.map(option) : [option({ title: NONE, keys: [], isHere: false }, 0)]));
    this.choose(0);
  }

  choose(at) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = Math.min(Math.max(at, 0), this.shown.length - 1);
    const chosen = this.list.children[this.at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  onKey(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const page = this.input.value === GO && this.pageOf(event.key);
    if (event.isComposing || !(way || page || event.key === "Enter")) return;
    event.preventDefault();
    if (way) this.choose(this.at + way);
    else if (page) this.run(page);
    else this.run(this.shown[this.at]);
  }

  pageOf(key) {
    return this.entries.find(({ letter }) => letter && letter === key);
  }

  onClick(target) {
    const option = target.closest("li");
    if (option) this.run(this.shown[[...this.list.children].indexOf(option)]);
    else if (target === this.dialog) this.dialog.close(); // beside it
  }

  /** @param {Entry | undefined} entry */
  run(entry) {
    if (!entry?.isHere) return;
    this.dialog.close();
    const { place } = this.reader.tools.before;
    if (place) selectPlace(this.reader.text, place);
    entry.act();
  }
}

function option({ title, keys, isHere }, at) {
  const made = document.createElement("li");
  made.id = `palette-${at}`;
  made.role = "option";
  made.ariaSelected = "false";
  made.ariaDisabled = String(!isHere);
  made.append(`${title[0].toUpperCase()}${title.slice(1)}`, ...keys.map(kbd));
  return made;
}

function kbd(key) {
  const made = document.createElement("kbd");
  made.textContent = key;
  return made;
}

/** @param {object} reader */
export const mount = (reader) => new Palette(reader);
