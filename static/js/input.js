// Keys, clicks and selections, and what they mean to the reader.

import { Bounds } from "./bounds.js";
import { commandOf, isAtOne, isControl, isTyping } from "./keys.js";
import { wordsAt } from "./places.js";
import { leavesParagraph, selectAcrossMarks, selectedPlace } from "./selection.js";

const DECIDING = new Set(["accept", "reject", "remove"]); // and then another item is the current one
const BROWSERS = /^(?:Tab|F\d+|Page.+|Home|End)$/; // which wait for nothing
const ASIDE = new Set(["comfort", "list"]); // what leaves a mode as it is

export class Input {
  /** @param {object} reader the Reader; a typed import here would be a circle of files @param {HTMLElement} element */
  constructor(reader, element) {
    this.reader = reader;
    this.hasSingleKeys = element.dataset.singleKeys === "yes";
    selectAcrossMarks(reader.text);
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => this.hear(() => this.onClick(event)));
    // The editor of claims comes with the first key or touch, and is there when it is asked for.
    for (const kind of reader.isWritable ? ["keydown", "pointerdown"] : []) {
      document.addEventListener(kind, () => reader.tools.get("editor") ?? reader.tools.load("editor"), { once: true });
    }
    document.addEventListener("copy", (event) => this.onCopy(event));
    document.addEventListener("selectionchange", () => this.onSelectionChange());
    document.getElementById("dock").addEventListener("mousedown", (event) => {
      if (event.target.closest("[data-act], [data-label]")) event.preventDefault(); // keeps the selection
    });
    document.getElementById("filter").addEventListener("change", ({ target }) => {
      target.blur();
      reader.tools.open("filter");
    });
    element.addEventListener("pointerup", (event) => this.onPointerUp(event));
    element.addEventListener("go", ({ detail }) => reader.go(detail)); // what else of the page leads to an item
  }

  onKey(event) {
    if ((isTyping(event.target) || isTyping(document.activeElement)) && !(event.key === "Escape" && this.reader.mode)) return;
    if (document.querySelector("dialog[open]")) return;
    if (this.reader.arriving) {
      const isHeld = event.ctrlKey || event.altKey || event.metaKey;
      if (isHeld ? !commandOf(event, this.reader.bindings, this.reader.places) : BROWSERS.test(event.key)) return;
      event.preventDefault();
      this.hear(() => this.onKey(event));
      return;
    }
    const command = commandOf(event, this.reader.bindings, this.reader.places);
    if (isControl(event.target) && ["Enter", " "].includes(event.key) && command !== "finish") return;
    if (!this.hasSingleKeys && /^\S$/u.test(event.key) && !event.ctrlKey) return;
    if (this.press(event, command)) event.preventDefault();
  }

  /** In order, by what has come then. @param {() => void} act */
  hear(act) {
    const { reader } = this;
    if (reader.arriving) reader.arriving.then((isLost) => (isLost ? reader.sayLost() : this.hear(act)));
    else act();
  }

  /** Whether the key had a meaning here. */
  press(event, command) {
    const { reader } = this;
    if (command === "cancel") return reader.cancel();
    if (reader.cursor && this.pressInCursor(event)) return true;
    if (reader.mode instanceof Bounds && reader.mode.press(event)) return true;
    if (command === "skip" && !event.target.closest("mark, #list")) return false; // the page scrolls
    if (!command || (command.startsWith("label:") && reader.mode instanceof Bounds)) return false;
    reader.run(command);
    return true;
  }

  pressInCursor(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const { cursor, dock, mode, text } = this.reader;
    const isMoved = cursor.press(event);
    if (isMoved) dock.showSelection(wordsAt(text, cursor.place));
    if (isMoved || !(mode && event.key === "Enter")) return isMoved;
    this.reader.onSelected(event.shiftKey);
    return true;
  }

  onClick({ target, clientY, detail, shiftKey }) {
    const { reader } = this;
    if (target.closest(".threads")) return undefined;
    const map = target.closest("#map");
    if (map) return reader.goNear(((clientY - map.getBoundingClientRect().top) / map.clientHeight) * Number(map.dataset.length));
    const card = target.closest("[data-card]");
    const act = this.actAt(target);
    if (detail > 1 && DECIDING.has(act?.dataset.act)) return undefined; // of a double click, the next item is not meant
    const label = target.closest("[data-label]");
    const rejected = target.closest("[data-restore]");
    if (card && (act || !reader.mode)) reader.go(card.dataset.card, { isFocusing: !act });
    if (act) reader.run(act.dataset.act);
    else if (label) reader.label(reader.dock.labels.find(({ key }) => key === label.dataset.label));
    else if (rejected) reader.restore(rejected);
    else if (!card && reader.text.contains(target) && document.getSelection().isCollapsed) this.onClickInText(target, shiftKey);
    return undefined;
  }

  /** What is clicked; while a mode is on, only what belongs to it. @param {Element} target @returns {HTMLElement | null} */
  actAt(target) {
    const { bindings, mode, places } = this.reader;
    const act = target.closest("[data-act]");
    const bound = bindings.filter(({ command }) => command === act?.dataset.act);
    const isFitting = !mode || !bound.length || ASIDE.has(act.dataset.act) || bound.some((each) => isAtOne(each, places));
    return isFitting ? act : null;
  }

  onClickInText(target, isMore) {
    const { reader } = this;
    const keys = target.closest("mark")?.dataset.s.split(" ") ?? [];
    if (reader.mode?.isEditor) reader.mode.point(keys, isMore);
    else if (!reader.mode) {
      // A second click on the same words goes to what lies around.
      reader.go(keys[(keys.indexOf(reader.current) + 1) % keys.length] ?? null);
    }
  }

  onPointerUp(event) {
    const { reader } = this;
    reader.isExact = event.altKey;
    if (reader.isWritable && !event.target.closest("button")) setTimeout(() => this.hear(() => reader.onSelected(event.shiftKey)));
  }

  /** The article's text alone, without the cards between its paragraphs. @param {ClipboardEvent} event */
  onCopy(event) {
    const { text } = this.reader;
    const place = !isTyping(event.target) && leavesParagraph() && selectedPlace(text, { isExact: true });
    if (!place) return;
    event.clipboardData.setData("text/plain", wordsAt(text, place));
    event.preventDefault();
  }

  onSelectionChange() {
    const { reader } = this;
    const selection = document.getSelection();
    const isInText = selection && !selection.isCollapsed && reader.text.contains(selection.anchorNode);
    if (isInText || !reader.isWritable) return;
    reader.tools.get("pick")?.hide();
    if (!reader.mode && reader.dock.isOnSelection) reader.go(reader.current, { isFocusing: false });
  }
}
