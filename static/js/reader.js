// The reader: what can be done in it, made of the modules beside it.

import { NOTHING } from "./answers.js";
import { Bounds } from "./bounds.js";
import { commandsOf } from "./commands.js";
import { Dialogs } from "./dialogs.js";
import { Dock } from "./dock.js";
import { Input } from "./input.js";
import { cardOf, isSuggested, itemOf, keysIn, leadOf, partsOf } from "./items.js";
import { bindingsIn, isTyping } from "./keys.js";
import { closeNewest, notify } from "./notices.js";
import { Painter } from "./paint.js";
import { Parts } from "./parts.js";
import { paragraphOf, rangesOf, rowsAt, rowsIn, startOf, wordsAt } from "./places.js";
import { clearSelection, selectedPlace } from "./selection.js";
import { Tools } from "./tools.js";
import { Walk } from "./walk.js";
import { sentenceAround } from "./words.js";
import { workLeft } from "./work.js";
import { Writer } from "./writer.js";
import * as writes from "./writes.js";

const BOUNDS_HINT = "← → move the end, with Shift the start; or select words.";
const QUIET_MS = 1000; // first the article, then who else reads it
const READING = new Set(["next", "previous", "nextAny", "previousAny", "skip", "tags", "help", "filter", "find", "list", "palette", "go", "why", "past", "comfort", "print", "comment", "reply", "cancel"]);

export class Reader {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.text = element.querySelector("#text");
    this.base = element.dataset.base;
    this.query = element.dataset.of ? `?of=${element.dataset.of}` : ""; // whose finished work is read
    this.isWritable = element.dataset.writable === "yes";
    this.parts = new Parts(element);
    this.painter = new Painter(this.text);
    this.dock = new Dock(document.getElementById("dock"));
    this.bindings = bindingsIn(document.getElementById("help"));
    this.dialogs = new Dialogs({
      whenSaved: () => this.writer.whenSaved(),
      workLeft: () => workLeft(this),
      hasUnsaved: () => this.writer.hasUnsaved,
      places: () => this.places,
      countLeft: () => this.parts.openElsewhere + keysIn(this.text).filter((key) => isSuggested(this.text, key)).length,
    });
    this.walk = new Walk(this.text, () => this.current);
    this.writer = new Writer({
      text: this.text, painter: this.painter, base: this.base, version: Number(element.dataset.version),
      nameOf: (key) => this.dock.nameOf(key), onPainted: (write, changed) => this.onPainted(write, changed),
    });
    /** @type {string | null} the key of the item that keys act on */
    this.current = null;
    /** @type {string | null} of that which was current last */
    this.latest = null;
    /** @type {Bounds | import("./claims.js").ClaimEditor | null} */
    this.mode = null;
    /** @type {Promise<boolean | void> | null} of what was asked for and comes from the desk now; true if it does not */
    this.arriving = null;
    /** @type {import("./cursor.js").WordCursor | null} */
    this.cursor = null;
    this.tools = new Tools(this);
    this.isExact = false;
    /** @type {Set<string> | null} the keys of what is shown, if not all */
    this.shown = null;
    this.commands = commandsOf(this);
    /** @type {HTMLElement | undefined} what was said of the last step */
    this.told = undefined;
    new Input(this, element);
    addEventListener("beforeunload", (event) => workLeft(this) && event.preventDefault());
    if (document.getElementById("waiting")) this.tools.load("waiting");
    setTimeout(() => ["here", "messages", "slots"].map((each) => this.tools.load(each)), QUIET_MS);
    if (localStorage.getItem("tags") === "off") document.body.classList.add("no-tags");
    const way = this.parts.arrival();
    if (way) this.go(this.walk.arrive(way, (key) => isSuggested(this.text, key)));
  }

  /** The one that keys act on; null if there is none, or it is gone. */
  get item() {
    return this.current && itemOf(this.text, this.current);
  }

  /** The same, and if it is gone, that is said. */
  present() {
    const { item } = this;
    if (this.current && !item) this.dock.tell(`This is gone. ${this.keyOf("past") || "Its history"} tells what became of it.`);
    return item;
  }

  // Walking

  go(key, { isFocusing = true } = {}) {
    if (this.mode instanceof Bounds) this.leaveMode(); // those of another item
    this.current = key;
    this.latest = key ?? this.latest;
    this.painter.show(key);
    const { item } = this;
    if (!this.mode) this.dock.show(item);
    if (!this.mode?.isEditor) this.showParts(key);
    const list = this.tools.get("list");
    list?.follow(key);
    this.tools.get("slots")?.follow(key);
    if (!key && isFocusing && document.activeElement.matches("mark")) document.activeElement.blur(); // keys do nothing with it
    if (item && isFocusing) this.walk.bringIntoView(item.lead, { isFocusing: !list?.hasFocus });
  }

  /** To the paragraph at a place of the article, and what is undecided there. @param {number} place */
  goNear(place) {
    const row = rowsIn(this.text).findLast((each) => startOf(each) <= place) ?? this.text.firstElementChild;
    const keys = keysIn(row);
    this.walk.show(row);
    this.go(keys.find((key) => isSuggested(row, key)) ?? keys[0] ?? null);
  }

  /** Colour the parts of a claim, of the current one if none is named. */
  showParts(key = this.current) {
    const parts = key?.startsWith("c") && cardOf(key) ? partsOf(key).filter((part) => part.start !== null) : [];
    for (const role of ["source", "cue", "via"]) {
      this.painter.highlight(role, parts.filter((part) => part.role === role));
    }
  }

  next(filter, by = 1, beyond = this.parts.beyond(by, false)) {
    const key = this.walk.step(by, (each) => filter(each) && (this.shown?.has(each) ?? true), { isRound: !beyond });
    if (key) this.go(key);
    else if (beyond) this.leaveFor(beyond, by);
    else if (this.shown) this.dock.tell("Nothing more of what is shown.");
    else this.dock.tell(this.isWritable ? "Nothing is left to decide. Ctrl + Enter finishes this article." : "Nothing is marked here.");
  }

  nextSuggested = (by = 1) => this.next((key) => isSuggested(this.text, key), by, this.parts.beyond(by, true));

  /** To another part of the article, unless that loses something. */
  async leaveFor(part, by) {
    await this.writer.whenSaved();
    const left = workLeft(this);
    if (left) this.dock.tell(`${left} The next part has to wait.`);
    else this.parts.open(part, by);
  }

  // Writing

  decide(verb) {
    if (this.cursor || this.selected()) return this.dock.tell("Words are selected: choose a label, make a claim, or let go with Esc.");
    const item = this.present();
    if (!item) return verb === "accept" ? this.nextSuggested() : undefined;
    if (item.state === "confirmed" && verb === "accept") return this.nextSuggested();
    const asked = item.state === "confirmed" ? "remove" : verb === "remove" ? "reject" : verb;
    const state = asked === "accept" ? "confirmed" : "rejected";
    this.writer.write(writes.decision(item, asked), () => this.painter.expect(item, { state }));
    return this.nextSuggested();
  }

  label(label) {
    if (this.isStepping) return this.sayLost();
    const place = this.selected();
    if (place) return this.labelAt(place, label);
    const item = !this.cursor && this.present();
    if (!item || item.isClaim) return undefined;
    if (item.label === label.key && item.state === "suggested") return this.decide("accept");
    if (item.label === label.key) return undefined;
    this.writer.write(writes.relabelling(item, label), () => this.painter.expect(item, { state: "confirmed", label }));
    return this.go(this.current);
  }

  /** Words that are marked already in the label's layer have it instead, not as well. */
  labelAt(place, label) {
    const keys = keysIn(rowsAt(this.text, place)[0]).filter((key) => key.startsWith("s"));
    const isMeant = (each) => each.place.start === place.start && each.place.end === place.end && each.state !== "rejected"
      && this.dock.areOfOneLayer(each.label, label.key);
    const found = keys.map((key) => itemOf(this.text, key)).filter(isMeant);
    const item = found.find(({ state }) => state === "confirmed") ?? found.find((each) => each.label === label.key) ?? found[0];
    if (!item) return this.add(place, label);
    this.leaveSelection();
    this.go(item.key);
    return this.label(label);
  }

  add(place, label) {
    const rows = rowsAt(this.text, place).map((row) => row.id);
    if (rows.length > 1) return notify(`A span lies inside one paragraph. Select less, or make it a claim with ${this.keyOf("claim") || "Claim"}.`);
    this.leaveSelection();
    return this.writer.write({ ...writes.addition(place, wordsAt(this.text, place), label, rows), from: this.current });
  }

  /** It leads to an item, or not: what is done meanwhile waits for that. @param {"undo" | "redo"} way */
  step(way) {
    const { queue, state } = this.writer;
    this.hasStepped = false;
    this.writer.write(writes.step(way));
    this.arriving = new Promise((come) => {
      const onChange = () => {
        if (this.isStepping && queue.failures < 2) return;
        state.removeEventListener("change", onChange);
        this.arriving = null;
        come(!this.hasStepped);
      };
      state.addEventListener("change", onChange);
    });
  }

  get isStepping() {
    return this.writer.queue.waiting.some(writes.isStep);
  }

  /** Of what came after a step. */
  sayLost() {
    notify("Not done, since the undo or redo before it is not.", { kind: "warn" });
  }

  restore(button) {
    this.writer.write(writes.restoration(button.dataset.restore, button.previousElementSibling.textContent));
  }

  // Modes

  bounds() {
    const item = this.present();
    if (!item) return;
    if (item.isClaim && !isOnePiece(item)) {
      this.claim();
      return;
    }
    const onMove = (place) => {
      this.painter.highlight("bounds", [place]);
      this.dock.speak(wordsAt(this.text, place));
    };
    this.painter.show(null);
    this.mode = new Bounds({ text: this.text, item, onMove });
    this.dock.turnTo("bounds", BOUNDS_HINT);
  }

  /** Always true: the key that ended the mode was used. */
  saveBounds() {
    const { key, place } = this.mode;
    const item = itemOf(this.text, key);
    this.leaveMode();
    const isMoved = item && (place.start !== item.place.start || place.end !== item.place.end);
    if (isMoved) this.writer.write(writes.rebounding(item, place, wordsAt(this.text, place)));
    return true;
  }

  /** @param {string} [role] the part to begin with */
  claim(role) {
    const place = this.selected();
    const key = !place && this.item?.isClaim ? this.current : null;
    const content = key ? [] : [place ?? this.sentence()].filter(Boolean);
    if (!key && !content.length) {
      notify("Select what is claimed, or go to a name in its sentence, then press C.", { kind: "" });
      return;
    }
    this.leaveSelection();
    if (!key) this.go(null);
    const editor = this.tools.get("editor");
    if (editor) this.editClaim(editor, { key, content, role });
    else this.arriving = this.tools.load("editor").then((come) => {
      this.arriving = null;
      if (come) this.editClaim(come, { key, content, role });
    });
  }

  editClaim(editor, { key, content, role }) {
    if (this.mode?.isEditor) this.mode.end();
    this.mode = editor.edit(this, key, content, role);
    this.dock.turnTo("claim");
  }

  /** @param {import("./write-queue.js").Write} write what the editor has made */
  saveClaim(write) {
    this.leaveMode();
    this.writer.write({ ...write, from: this.current });
  }

  /** The sentence around the current item or the caret. */
  sentence() {
    const { item } = this;
    const row = item && rowsAt(this.text, item.place)[0];
    if (!row) return null;
    const from = startOf(row);
    const [start, end] = sentenceAround(paragraphOf(row).textContent, this.text.lang, [item.place.start - from, item.place.end - from]);
    return { start: start + from, end: end + from };
  }

  /** @param {"open" | "reply"} what */
  talk(what) {
    const comments = this.tools.get("comments");
    if (comments) return comments[what]();
    this.arriving = this.tools.load("comments").then((come) => {
      this.arriving = null;
      come?.[what]();
    });
    return undefined;
  }

  leaveMode() {
    if (this.mode?.isEditor) this.mode.end();
    this.mode = null;
    this.painter.highlight("bounds", []);
    this.dock.turnTo(null);
    this.dock.speak("");
    this.leaveSelection();
    this.go(this.current, { isFocusing: false });
  }

  // Selecting

  /** Where the person is in the article, in code points: at an item, or where the last one is in sight. */
  placeHere() {
    if (this.item) return this.item.place.start;
    const latest = this.latest && itemOf(this.text, this.latest);
    return latest && this.walk.isInSight(latest.lead) ? latest.place.start : this.walk.firstVisible();
  }

  selected() {
    return selectedPlace(this.text, { isExact: this.isExact || Boolean(this.cursor) });
  }

  leaveSelection() {
    this.cursor = null;
    this.isExact = false;
    clearSelection();
  }

  onSelected(isMore) {
    const place = this.selected();
    if (!place) return;
    if (this.mode instanceof Bounds) this.mode.set(place);
    if (this.mode?.isEditor) this.mode.fill([place], { isMore });
    if (this.mode) return this.leaveSelection();
    this.dock.showSelection(wordsAt(this.text, place));
    if (!this.cursor) this.offerLabels();
  }

  /** Beside the selection, if it is still there when the bar has come. */
  async offerLabels() {
    const bar = await this.tools.load("pick");
    const place = !this.mode && this.selected();
    if (place) bar?.showAt(rangesOf(this.text, place).at(-1), this.dock.top);
  }

  // Following

  /** @param {import("./answers.js").Changed} changed */
  onPainted(write, changed) {
    if (this.shown) this.tools.get("filter").open();
    this.tools.get("list")?.refresh(changed);
    if (write && writes.isStep(write)) {
      this.hasStepped = changed !== NOTHING;
      this.followStep(write, changed);
      return;
    }
    if (write) this.told?.remove();
    if (changed !== NOTHING) write?.tell?.(changed);
    if (write && writes.isAddition(write) && !this.mode && this.current === write.from) this.followAddition(changed);
    const focused = document.activeElement;
    const hadFocus = focused === document.body || (this.text.contains(focused) && !isTyping(focused));
    if (this.mode) {
      this.painter.show(this.current);
      this.mode.paint();
    } else if (!this.dock.isOnSelection) this.go(this.current, { isFocusing: false });
    if (hadFocus && this.current) leadOf(this.text, this.current)?.focus({ preventScroll: true });
  }

  /** What was added is what keys act on next. The page moves only if its card is out of sight. */
  followAddition({ added: [key] }) {
    if (!key) return;
    this.current = key;
    cardOf(key)?.scrollIntoView({ block: "nearest" });
  }

  /** Say what was undone or redone, and go there. */
  followStep(write, { keys, rows, sentences }) {
    const key = keys.find((each) => leadOf(this.text, each));
    this.go(key ?? null);
    this.mode?.paint();
    if (!key && rows.length) this.walk.show(document.getElementById(rows[0]));
    const [first, second, ...more] = sentences;
    const rest = more.length ? `And ${more.length} more changes.` : "";
    this.told?.remove();
    if (first) this.told = notify([`${writes.doneBy(write)}: ${first}`, second, rest].filter(Boolean).join(" "), { kind: "" });
  }

  cancel() {
    if (closeNewest()) return true;
    if (this.tools.inDock) this.tools.leave();
    else if (this.cursor) this.leaveSelection();
    else if (this.mode) this.leaveMode();
    else if (this.selected()) this.leaveSelection();
    else if (this.tools.get("list")?.hasFocus) this.tools.get("list").close();
    else this.go(null);
    return true;
  }

  /** Where the person is: keys mean what they mean there. */
  get places() {
    const mode = this.mode instanceof Bounds ? "bounds" : this.mode && "editor";
    if (this.cursor) return mode ? ["cursor", mode] : ["cursor", "text", "selection"];
    if (mode) return [mode];
    const kind = this.current?.startsWith("c") ? "claim" : this.current && "span";
    return ["text", kind, this.selected() && "selection"].filter(Boolean);
  }

  /** The key of a command, as it is printed. */
  keyOf(command) {
    return document.querySelector(`#help [data-command="${command}"] kbd`)?.textContent ?? "";
  }

  run(command) {
    const isReading = READING.has(command);
    if (!this.isWritable && !isReading) return undefined;
    if (this.isStepping && !isReading) return this.sayLost();
    if (this.mode?.isEditor && this.mode.run(command)) return undefined;
    const digit = command.startsWith("label:") && this.dock.labels.find((label) => `label:${label.shortcut}` === command);
    if (digit) return this.label(digit);
    return this.commands[command]?.();
  }
}

/** Whether the content of a claim is one stretch of one paragraph. */
const isOnePiece = ({ key, rows }) => rows.length === 1 && partsOf(key).filter((part) => part.role === "content").length === 1;

/** @param {HTMLElement} element the #reader of the page */
export function mount(element) {
  return new Reader(element);
}

for (const element of document.querySelectorAll("[data-module='reader']")) mount(element);
