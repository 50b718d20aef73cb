// Comments beside the text: beginning and answering threads, and what others say meanwhile.

import { ask } from "./ask.js";
import { cardOf, itemOf, leadOf } from "./items.js";
import { randomKey } from "./writes.js";
import { rowsIn, startOf } from "./places.js";
import "./talk.js";
import { isWrittenIn } from "./work.js";

const GAP = 4; // pixels between a card and its thread
const SENDING = ".threads .htmx-request, .threads .htmx-settling, #talk .htmx-request";
const ANSWER = ":scope > .thread-body > .say textarea, :scope > section > .say textarea";

class Comments {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.panel = document.getElementById("talk");
    this.turn = 0; // what was asked for in an earlier one is outdated
    this.draft = /** @type {HTMLTemplateElement | null} */ (document.getElementById("thread-draft"));
    document.addEventListener("toggle", ({ target }) => this.onToggle(target), true);
    document.addEventListener("keydown", (event) => this.onKey(event), true);
    document.addEventListener("click", ({ target }) => target.closest("[data-leave]") && this.discard());
    document.addEventListener("seen", () => this.refresh());
    document.addEventListener("htmx:confirm", (event) => this.onSend(event));
    document.addEventListener("htmx:afterRequest", ({ target }) => target.closest?.(".threads, #talk") && this.turn++);
    document.addEventListener("htmx:afterSettle", (event) => this.onSent(event));
    const named = location.hash.startsWith("#thread-") && document.getElementById(location.hash.slice(1));
    if (named) this.enter(named);
  }

  /** The thread about the current item, or the panel of the article. */
  open() {
    const item = this.item;
    if (!item) return this.enter(this.panel);
    this.panel.open = false; // it would lie over what is written here
    const { begun } = this;
    const present = this.threadOf(item) ?? (begun && keyIn(begun).value === item.key ? begun : null);
    if (present) return this.enter(present);
    if (begun && isWrittenIn(begun)) return this.remindOf(begun);
    begun?.remove();
    return this.draft ? this.enter(this.begin(item)) : this.reader.dock.tell("Nobody has said anything about this yet.");
  }

  /** @param {HTMLDetailsElement} begun what is written about another item and not sent */
  remindOf(begun) {
    begun.open = true;
    this.reader.walk.show(begun);
    this.reader.dock.tell(`A comment on “${begun.querySelector(".thread-quote").textContent.slice(0, 60)}” is not sent yet: send or cancel it first.`);
  }

  /** To the answer in the thread here, else in the next one that is open. */
  reply() {
    const here = this.item && this.threadOf(this.item);
    const open = [...this.reader.text.querySelectorAll(".thread:not(.resolved)"), ...this.panel.querySelectorAll(".thread:not(.resolved)")];
    const current = open.find((thread) => thread.contains(document.activeElement));
    const place = this.reader.placeHere();
    const next = current ? open[(open.indexOf(current) + 1) % open.length] : open.find(({ dataset }) => Number(dataset.start) >= place);
    const thread = (!current && here) || next || open[0];
    if (!thread) return this.reader.dock.tell("Nobody has said anything here that is open.");
    if (this.panel.contains(thread)) this.panel.open = true;
    return this.enter(thread);
  }

  get item() {
    const { text, current } = this.reader;
    return current && itemOf(text, current);
  }

  get begun() {
    return document.getElementById("thread-new");
  }

  /** By its key, or where the same stands under another key. */
  threadOf({ key, place }) {
    return [...this.reader.text.querySelectorAll(".thread:not(.resolved)")].find(({ dataset }) =>
      dataset.item === key || (dataset.item?.[0] === key[0] && Number(dataset.start) === place.start && (key[0] === "c" || Number(dataset.end) === place.end)));
  }

  /** @param {HTMLDetailsElement} details a thread, or the panel */
  enter(details) {
    details.open = true;
    if (this.item?.isClaim && details !== this.panel) putBelow(details, cardOf(this.item.key));
    const place = details.querySelector(ANSWER) ?? details.querySelector("summary");
    if (details !== this.panel) this.reader.walk.show(place);
    place.focus({ preventScroll: true });
  }

  /** @param {import("./items.js").Item} item */
  begin(item) {
    const made = this.draft.content.firstElementChild.cloneNode(true);
    const form = made.querySelector("form");
    made.id = "thread-new";
    made.querySelector(".thread-quote").textContent = item.words;
    keyIn(form).value = item.key;
    form.elements.idempotency_key.value = randomKey();
    form.elements.text.dataset.names += item.key;
    const isSuggested = item.state === "suggested";
    made.querySelector(`[data-of=${isSuggested ? "confirmed" : "suggested"}]`).remove();
    this.placeAt(item.place.start).append(made);
    htmx.process(made);
    return made;
  }

  discard() {
    this.begun?.remove();
    this.back();
  }

  back() {
    const { text, current, walk } = this.reader;
    const lead = current && leadOf(text, current);
    if (lead) walk.bringIntoView(lead);
    else document.activeElement?.blur();
  }

  /** Esc closes what is open around the focus, in the text the panel over it; what is typed stays in it. */
  onKey(event) {
    const details = event.key === "Escape" && (event.target.closest?.(".thread[open], #talk[open]") ?? this.panelOver(event.target));
    if (!details || document.getElementById("members")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const box = details.querySelector(ANSWER);
    if (details.id === "thread-new" && !box.value.trim()) details.remove();
    else details.open = false;
    this.back();
  }

  /** @param {Element} target where a key was pressed */
  panelOver(target) {
    const isInText = target === document.body || this.reader.text.contains(target);
    return isInText && this.panel.open && !this.reader.mode ? this.panel : null;
  }

  /** One is open at a time, beside what it is about. */
  onToggle(details) {
    const { reader } = this;
    if (!details.open || !details.matches("#text .thread")) return;
    for (const other of reader.text.querySelectorAll(".thread[open]")) other.open = other === details;
    const key = details.dataset.item;
    if (key && !reader.mode && leadOf(reader.text, key)) reader.go(key, { isFocusing: false });
    if (details.contains(document.activeElement)) details.querySelector(".thread-body")?.scrollIntoView({ block: "nearest" });
  }

  /** Whether something stands is said by what was written before. */
  onSend(event) {
    if (event.target.closest?.("#thread-new")) {
      event.preventDefault();
      this.reader.writer.whenSaved().then(() => event.detail.issueRequest(true));
    }
  }

  onSent({ detail: { elt } }) {
    if (!elt?.closest?.(".threads")) return;
    if (document.activeElement === document.body) this.back();
    this.refresh();
  }

  /** What others said, put in place. Nothing that is read or typed moves. */
  async refresh() {
    this.turn += 1;
    const { turn } = this;
    const html = await ask(this.panel.dataset.address).catch(() => null);
    if (html === null || turn !== this.turn || document.querySelector(SENDING)) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("threads");
    const kept = this.reader.walk.rowInSight();
    const before = kept?.getBoundingClientRect().top;
    const count = fresh.querySelector("#unread-comments");
    count.remove();
    document.getElementById("unread-comments")?.replaceWith(count);
    this.merge(fresh);
    if (kept) scrollBy(0, kept.getBoundingClientRect().top - before);
    const { stamp, open, unread } = fresh.dataset;
    this.panel.dataset.stamp = stamp;
    document.getElementById("talk-open").textContent = open === "0" ? "" : open;
    document.getElementById("talk-new").textContent = unread === "0" ? "" : `${unread} new`;
  }

  merge(fresh) {
    const threads = [...fresh.children];
    const ids = new Set(threads.map(({ id }) => id));
    for (const gone of document.querySelectorAll("#text .thread, #talk .thread")) {
      if (gone.id !== "thread-new" && !ids.has(gone.id) && !isWrittenIn(gone)) gone.remove();
    }
    for (const thread of threads) {
      const present = document.getElementById(thread.id);
      if (!present) this.placeAt(thread.dataset.start)?.append(thread);
      else if (present.dataset.changed === thread.dataset.changed) continue;
      else replace(present, thread);
      htmx.process(document.getElementById(thread.id) ?? thread);
    }
  }

  /** Where threads about a place of the text stand, or those about the article; null elsewhere. */
  placeAt(start) {
    if (start === "") return this.panel.querySelector(".threads");
    const rows = rowsIn(this.reader.text);
    const row = rows.findLast((each) => startOf(each) <= Number(start)) ?? document.getElementById("p0");
    if (!row || (row === rows.at(-1) && Number(start) > Number(row.dataset.end))) return null;
    const present = row.querySelector(".threads");
    if (present) return present;
    const made = document.createElement("div");
    made.className = "threads";
    row.append(made);
    return made;
  }
}

/** Names what the draft is about. @param {Element} draft */
const keyIn = (draft) => draft.querySelector("[name=item]");

/** Where the opened card of a claim reaches over its thread, that begins below it. Nothing else moves. */
function putBelow(thread, card) {
  thread.style.top = "";
  const { bottom } = card.querySelector(".claim-body").getBoundingClientRect();
  const { top } = thread.getBoundingClientRect();
  if (card.closest(".row").contains(thread) && top < bottom) thread.style.top = `${bottom - top + GAP}px`;
}

/** The thread as it is now; what somebody is typing in it stays. */
function replace(present, thread) {
  thread.open = present.open;
  const box = present.querySelector(ANSWER);
  const changing = [...present.querySelectorAll(".said > li:has(.mend[open])")];
  const isTyping = present.contains(document.activeElement) || box?.value || changing.length;
  if (!isTyping) {
    present.replaceWith(thread);
    return;
  }
  for (const name of ["newest", "changed"]) present.dataset[name] = thread.dataset[name];
  for (const each of changing) thread.querySelector(`#${each.id}`)?.replaceWith(each);
  for (const part of ["summary", ".said"]) present.querySelector(part).replaceWith(thread.querySelector(part));
  present.className = thread.className;
}

/** @param {object} reader */
export const mount = (reader) => new Comments(reader);
