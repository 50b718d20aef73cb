// The reader: ties keys, mouse and the queue of writes together. The server owns the markup.
import { BoundaryMode } from "./boundaries.js";
import { ClaimEditor } from "./claim-editor.js";
import { Conflict } from "./conflict.js";
import { Cursor } from "./cursor.js";
import { bindKeys } from "./keys.js";
import { itemOf, keysOf, stateOf } from "./items.js";
import { confirm, highlight, put, strike } from "./paint.js";
import { WriteQueue } from "./queue.js";
import { snapToWords } from "./offsets.js";
import { quoteOf, rangeOf, rowAt, selected, words } from "./text.js";
import { WordCursor } from "./word-cursor.js";

/** @param {HTMLElement} reader the #reader element */
export function mount(reader) {
  return new Reader(reader);
}

class Reader {
  constructor(reader) {
    this.root = reader.querySelector("#text");
    this.base = reader.dataset.base;
    this.isWritable = reader.dataset.writable === "yes";
    this.pending = highlight("pending");
    this.queue = new WriteQueue(Number(reader.dataset.version), (write, version) => this.#post(write, version), {
      onState: (state, left) => this.#showState(state, left),
      onAnswer: (write, answer, newer) => this.#answered(answer, newer),
      onConflict: (write, answer, dropped) => this.#conflicted(write, answer, dropped),
      onRefusal: (write, answer) => this.#refused(answer),
    });
    this.cursor = new Cursor(this.root, document.getElementById("dock"), this.isWritable);
    this.bounds = new BoundaryMode(this.root, this.pending, (...found) => this.#saveBoundaries(...found));
    this.wordCursor = new WordCursor(this.root, this.pending);
    this.claims = this.#claimEditor();
    bindKeys(this);
    this.#bindMouse();
    this.#bindLeaving();
  }

  // --- what keys and buttons do -------------------------------------------------------------

  next() { this.cursor.step(1, (key) => stateOf(this.root, key) === "suggested"); }
  previous() { this.cursor.step(-1, (key) => stateOf(this.root, key) === "suggested"); }
  nextAny() { this.cursor.step(1); }
  previousAny() { this.cursor.step(-1); }
  help() { document.getElementById("help").showModal(); }
  tags() { document.body.classList.toggle("tags-off"); }

  accept() {
    const item = this.#current();
    if (!item) return this.next();
    if (item.state === "suggested") this.#decide(item, "accept", () => confirm(this.root, item.key));
    this.next();
  }

  reject() {
    const item = this.#current();
    if (!item) return;
    this.#takeAway(item, item.state === "suggested" ? "reject" : "remove");
  }

  remove() {
    const item = this.#current();
    if (item) this.#takeAway(item, item.state === "suggested" ? "reject" : "remove");
  }

  label(button) {
    if (this.claims.isOn) return;
    const { label, colour, tag } = button.dataset;
    const found = this.selection();
    if (found) return this.#addSpan(found, label);
    const item = this.#current();
    if (!item || item.isClaim) return;
    confirm(this.root, item.key, { label, colour, tag });
    this.#write(`spans/${item.id}/correct/`, { label_key: label, quote: item.quote }, [item.row.id]);
    this.cursor.show();
  }

  bounds_() {
    const item = this.#current();
    if (item && this.bounds.begin(item.key)) this.cursor.mode("bounds", "← → move the end, with Shift the start. Enter saves, Esc leaves.");
  }

  claim() {
    const found = this.selection();
    const item = this.#current();
    document.getSelection().removeAllRanges();
    if (found) this.claims.create(found.start, found.end);
    else if (item?.isClaim) this.claims.edit(item.key);
    else if (item) this.claims.create(...ClaimEditor.sentence(item.row, item.start));
    else return this.cursor.say("Select the words that are asserted, then press C.");
    this.wordCursor.leave();
    this.cursor.mode("claim");
  }

  words() {
    const item = this.#current();
    this.wordCursor.begin(item?.row ?? this.root.querySelector(".row"), item?.start);
    this.cursor.mode("words", "Arrows move by words, with Shift they select. A digit marks, C makes a claim, Esc leaves.");
  }

  undo() { this.#write("undo/", {}, []); }
  redo() { this.#write("redo/", {}, []); }

  restore(key) {
    const kind = key.startsWith("c") ? "claims" : "spans";
    const words_ = document.querySelector(`[data-restore="${key}"]`).closest("li").querySelector("span").textContent;
    this.#write(`${kind}/${key.slice(1)}/restore/`, kind === "spans" ? { quote: words_ } : {}, []);
  }

  finish() {
    if (!this.queue.isIdle) return this.cursor.say("Wait until everything is saved.");
    const dialog = document.getElementById("finish");
    if (!dialog) return;
    dialog.querySelector("[name=seen_version]").value = this.queue.version;
    const left = keysOf(this.root).filter((key) => stateOf(this.root, key) === "suggested").length;
    dialog.querySelector("fieldset").hidden = left === 0;
    dialog.querySelector("legend").textContent = `${left} suggestions are still undecided`;
    dialog.showModal();
  }

  retry() { this.queue.retry(); }

  /** What is selected, grown to whole words unless Alt was held. */
  selection() {
    const found = selected(this.root) ?? this.wordCursor.selection();
    if (!found || this.isExact) return found;
    const [start, end] = snapToWords(words(found.row), found.start, found.end);
    return { ...found, start, end };
  }

  // --- writing --------------------------------------------------------------------------------

  #current() { return this.cursor.key ? itemOf(this.root, this.cursor.key) : null; }

  #decide(item, verb, paint) {
    const kind = item.isClaim ? "claims" : "spans";
    const values = { quote: item.quote };
    paint();
    this.#write(`${kind}/${item.id}/${verb}/`, values, this.#rowsOf(item));
  }

  #takeAway(item, verb) {
    this.cursor.remember();
    this.#decide(item, verb, () => strike(this.root, item.key));
    this.next();
  }

  #addSpan({ row, start, end }, label) {
    const quote = quoteOf(this.root, start, end);
    this.pending.add(rangeOf(this.root, start, end));
    document.getSelection().removeAllRanges();
    this.wordCursor.leave();
    this.cursor.show();
    this.#write("spans/", { start, end, quote, label_key: label, idempotency_key: crypto.randomUUID() }, [row.id]);
  }

  #saveBoundaries(key, start, end, quote) {
    const item = itemOf(this.root, key);
    this.#write(`spans/${item.id}/correct/`, { start, end, quote }, [item.row.id]);
  }

  #claimEditor() {
    const highlights = Object.fromEntries(["content", "source", "cue", "via"].map((role) => [role, highlight(role)]));
    const form = document.getElementById("claim-editor");
    if (!form) return { isOn: false };
    const editor = new ClaimEditor(this.root, form, highlights, (key, draft) => this.#saveClaim(key, draft));
    editor.onLeave = () => this.cursor.show();
    return editor;
  }

  #saveClaim(key, draft) {
    const values = { speech: draft.speech };
    const [first] = draft.content;
    values.quote = quoteOf(this.root, ...first);
    for (const role of draft.changed) values[role] = draft[role].length ? draft[role].map(([a, b]) => `${a}-${b}`) : [""];
    if (key) {
      const item = itemOf(this.root, key);
      delete values.quote; // that of the claim as it was is checked, not that of the new content
      this.#write(`claims/${item.id}/correct/`, values, this.#rowsOf(item));
    } else {
      this.#write("claims/", { ...values, idempotency_key: crypto.randomUUID() }, [rowAt(this.root, first[0]).id]);
    }
  }

  #rowsOf(item) {
    return [...new Set([item.row.id, ...[...this.root.querySelectorAll(`mark[data-s~="${item.key}"]`)].map((mark) => mark.closest(".row").id)])];
  }

  #write(path, values, rows) {
    if (this.isWritable) this.queue.add({ path, values, rows });
  }

  async #post(write, version) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...write.values, seen_version: version })) {
      for (const each of [value].flat()) body.append(name, String(each));
    }
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const headers = { "X-CSRFToken": token, "X-Requested-With": "newsdesk", "HX-Request": "true" };
    const answer = await fetch(this.base + write.path, { method: "POST", body, headers, signal: AbortSignal.timeout(20000) });
    const seen = answer.headers.get("X-Set-Version");
    return {
      status: answer.redirected ? 403 : answer.status,
      version: seen === null ? null : Number(seen),
      body: await answer.text(),
      message: answer.headers.get("X-Message") ?? "",
    };
  }

  #answered(answer, newer) {
    this.pending.clear();
    this.cursor.remember();
    put(answer.body, newer);
    this.cursor.show({ keepsFocus: true });
  }

  #conflicted(write, answer, dropped) {
    this.#answered(answer, new Set());
    new Conflict(answer.message, [write, ...dropped], (again) => again.forEach((each) => this.queue.add(each)));
  }

  #refused(answer) {
    this.pending.clear();
    const holder = document.createElement("div");
    holder.innerHTML = answer.status < 500 ? answer.body : "";
    const message = holder.querySelector("#messages .notice");
    const text = message?.textContent ?? "This was not saved. Reload the page and sign in again if you are asked to.";
    this.cursor.say(text);
    document.getElementById("messages").replaceChildren(notice(text));
  }

  #showState(state, left) {
    const shown = document.getElementById("save-state");
    shown.dataset.state = state;
    const text = { saved: "Saved", saving: left > 1 ? `Saving ${left}…` : "Saving…", failed: "" }[state];
    shown.replaceChildren(text);
    if (state !== "failed") return;
    const retry = Object.assign(document.createElement("button"), { type: "button", className: "button small danger", textContent: "Retry" });
    retry.dataset.act = "retry";
    shown.append(`Not saved (${left}) `, retry);
  }

  // --- mouse ------------------------------------------------------------------------------------

  #bindMouse() {
    document.addEventListener("click", (event) => this.#click(event));
    document.getElementById("dock").addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault(); // keeps the selection
    });
    document.addEventListener("pointerup", (event) => this.#selected(event));
  }

  #click(event) {
    const button = event.target.closest("button");
    if (button?.dataset.label) return this.label(button);
    if (button?.dataset.restore) return this.restore(button.dataset.restore);
    if (button && "close" in button.dataset) return button.closest("dialog").close();
    if (button?.dataset.act) return this[ACTIONS[button.dataset.act] ?? button.dataset.act]?.();
    const card = event.target.closest("[data-card]");
    if (card) return this.cursor.go(card.dataset.card);
    const mark = event.target.closest("#text mark");
    if (mark && document.getSelection().isCollapsed && !this.claims.isOn) this.#clickMark(mark);
  }

  #clickMark(mark) {
    const keys = mark.dataset.s.split(" ");
    const next = keys[(keys.indexOf(this.cursor.key) + 1) % keys.length];
    this.cursor.go(next);
  }

  #selected(event) {
    this.isExact = event.altKey;
    if (!this.isWritable || !event.target.closest?.("#text")) return;
    const found = this.selection();
    if (!found) return this.cursor.selectionEnded();
    if (this.claims.isOn) return this.claims.take(found.start, found.end);
    this.cursor.showSelection(quoteOf(this.root, found.start, found.end));
  }

  #bindLeaving() {
    window.addEventListener("beforeunload", (event) => {
      if (!this.queue.isIdle) event.preventDefault();
    });
  }
}

const ACTIONS = { bounds: "bounds_" };

function notice(text) {
  return Object.assign(document.createElement("p"), { className: "notice bad", textContent: text });
}

mount(document.getElementById("reader"));
