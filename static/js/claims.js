// The editor of a claim's parts, in the dock. Pick a part (S, V, O, T) or what reports the claim (R),
// then say which it is: a candidate's number, which stands at it in the text too, a typed name, a click
// on a name, selected words, or 0 for not stated. With Shift it is one more. Enter saves all. While
// a name is typed digits are part of it: arrows choose, and Enter takes what is chosen.

import { MOST, candidates, reporting, typed } from "./candidates.js";
import { begun, fieldsOf, filled, guessedSpeech, isIn, isPlaced, nextEmpty, opened, reported, ROLES } from "./drafts.js";
import { Hints } from "./hints.js";
import { cardOf, itemOf, partsOf } from "./items.js";
import { Naming } from "./naming.js";
import { rowsAt, wordsAt } from "./places.js";
import { Typing } from "./typing.js";
import * as writes from "./writes.js";

/** @typedef {import("./drafts.js").Role} Role @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {{said: string, part: import("./drafts.js").Part | string, place?: import("./places.js").Place}} Offer */

const WITHIN = "within";
const SHOWN = 40;
const HERE = 4; // places of a typed name, among others that it may mean
const SLOTS = { content: "Content", source: "Source", cue: "Cue", via: "Via", [WITHIN]: "Reported in" };
const ASKED = {
  content: "What is claimed? Select words.",
  source: "Who says it? Select words, or choose:",
  cue: "Which words say so? Select words, or choose:",
  via: "Through which outlet, the nearest first? Select words, or choose:",
  [WITHIN]: "Which claim reports this one?",
};
const SPEECH = { direct: "direct speech", indirect: "indirect speech", mixed: "mixed speech", none: "the article’s own voice" };

export class ClaimEditor {
  isEditor = true;
  /** @type {Element | null} what had the focus before a name was typed */
  before = null;
  isMore = false; // whether the next choice is added to what is there
  /** @type {Typing | null} while a name is typed */
  typing = null;
  /** @type {Offer[]} */
  offered = [];

  /** @param {object} reader the Reader; a typed import here would be a circle of files @param {Draft} draft @param {Role | "within"} [role] */
  constructor(reader, draft, role) {
    const { text, painter } = reader;
    Object.assign(this, { reader, text, painter, draft });
    this.form = /** @type {HTMLFormElement} */ (document.getElementById("claim-editor"));
    this.naming = new Naming(this.form.dataset.names, reader.dock.labels);
    // A claim that is not there yet has no attributes, and not every scheme asks for some.
    this.isAsked = Boolean(draft.key) && document.querySelector("[data-act='attributes']:not(.on-span)") !== null;
    this.hints = new Hints(text);
    this.isSpeechChosen = Boolean(draft.key) && draft.speech !== "none";
    this.role = role ?? nextEmpty(draft, "content") ?? "source";
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.save();
    };
    this.form.hidden = false;
    this.render();
  }

  /** Whether the command was one of the editor's. @param {string} command */
  run(command) {
    if (command in SLOTS) this.turnTo(command);
    else if (command.startsWith("label:")) this.choose(Number(command.at(-1)), command.includes("shift"));
    else if (command === "another") this.another();
    else if (command === "empty") this.fill([]);
    else if (command === "name") this.askName();
    else if (command === "claim-save") this.save();
    else return false;
    return true;
  }

  save() {
    const { key, parts: { content } } = this.draft;
    const rows = [...new Set(content.flatMap((place) => rowsAt(this.text, place)))].map((row) => row.id);
    this.reader.saveClaim(writes.claim(key, fieldsOf(this.draft), wordsAt(this.text, content[0]), content, rows));
  }

  /** @param {Role | "within"} role */
  turnTo(role) {
    this.role = role;
    this.isMore = false;
    this.render();
  }

  /** Let the next choice be added, or no more. */
  another() {
    if (this.role === WITHIN) return;
    this.isMore = !this.isMore;
    this.render();
  }

  /** A candidate by its number; 0 is "not stated". */
  choose(number, isMore = false) {
    const offer = this.offered[number - 1];
    if (number === 0) this.fill([]);
    else if (offer) this.take(offer, isMore);
  }

  /** @param {Offer} offer */
  take({ part }, isMore) {
    this.fill([part], { isMore });
  }

  /** What is marked under a click. @param {string[]} keys */
  point(keys, isMore) {
    const key = keys.find((each) => each.startsWith(this.role === WITHIN ? "c" : "s"));
    if (!key) return;
    if (this.role !== WITHIN) this.fill([itemOf(this.text, key).place], { isMore });
    else if (reporting(this.text, this.draft).includes(key)) this.fill([key]);
  }

  /** Fill the part that is being asked for, and go on to the next that is empty. */
  fill(given, { isMore = false } = {}) {
    const { role } = this;
    if (role === "content" && !given.length) return;
    if (role === WITHIN) {
      if (!given.length || typeof given[0] === "string") this.draft = reported(this.draft, given[0] ?? null);
    } else {
      const isAdded = isMore || this.isMore;
      this.draft = filled(this.draft, role, given, { isMore: isAdded && given.length > 0 });
      this.isMore = false;
      if (!isAdded) this.role = nextEmpty(this.draft, role) ?? role;
    }
    this.render(`${SLOTS[role]}: ${this.told(role) || "not stated"}.`);
  }

  end() {
    this.form.hidden = true;
    this.form.replaceChildren();
    document.querySelector(".claim.edited")?.classList.remove("edited");
    this.hints.layer.remove();
    for (const role of [...ROLES, "candidate"]) this.painter.highlight(role, []);
  }

  /** @param {string} [filled] what was filled just now, for who does not see it */
  render(filled = "") {
    if (!this.isSpeechChosen) {
      this.draft.speech = guessedSpeech(this.draft, (place) => wordsAt(this.text, place));
    }
    const focused = this.before ?? document.activeElement;
    const hadFocus = this.form.contains(focused);
    this.typing = null;
    this.form.replaceChildren(this.slots(), this.choices());
    this.offer(this.role === WITHIN ? this.outer() : this.candidates());
    const numbered = this.offered.map(({ said }, order) => `${order + 1} ${shortened(said)}`);
    this.reader.dock.speak([filled, this.asked.textContent, numbered.join(", ")].filter(Boolean).join(" "));
    if (hadFocus) this.form.querySelector(".slot[aria-pressed='true']").focus();
    else if (this.before) focused.focus({ preventScroll: true });
    this.before = null;
  }

  /** Colour the parts and number the candidates in the text, also after its rows were painted anew. */
  paint() {
    if (this.draft.key) cardOf(this.draft.key)?.classList.add("edited"); // its card has what is saved
    const places = this.offered.map(({ place }) => place);
    for (const role of ROLES) this.painter.highlight(role, this.draft.parts[role].filter(isPlaced));
    this.painter.highlight("candidate", places.filter(Boolean));
    this.hints.show(this.typing ? [] : places);
  }

  /** Of words that were chosen where else they stand, that place. @returns {Offer[]} */
  candidates() {
    const chosen = this.draft.parts[this.role].filter(isPlaced).map(this.placed);
    const found = candidates(this.text, this.role, this.draft).map(this.placed);
    return found.map((offer) => chosen.find(({ said }) => said === offer.said) ?? offer);
  }

  isChosen({ part }) {
    return this.role === WITHIN ? part === this.draft.within : isIn(this.draft.parts[this.role], part);
  }

  /** @param {import("./places.js").Place} place @returns {Offer} */
  placed = (place) => ({ said: wordsAt(this.text, place), part: place, place });

  /** @returns {Offer[]} */
  outer() {
    const found = reporting(this.text, this.draft).map((key) => ({ said: claimSaid(key), part: key, place: itemOf(this.text, key).place }));
    if (!found.length) this.asked.textContent = "Which claim reports this one? Accept that claim first.";
    return found;
  }

  /** Let one of these be chosen. @param {Offer[]} offers */
  offer(offers) {
    this.offered = offers.slice(0, MOST);
    this.offers.replaceChildren(...this.offered.map((offer, order) => {
      const words = element("span", "offered", shortened(offer.said));
      const made = button("button small", words, ({ shiftKey }) => this.take(offer, shiftKey), this.typing ? "" : String(order + 1));
      if (!this.typing) made.setAttribute("aria-pressed", String(this.isChosen(offer)));
      return made;
    }));
    if (this.typing) this.typing.show(this.offers.children);
    this.paint();
  }

  /** Offer what is typed from now on; Enter takes what is chosen, Esc goes back to the candidates. */
  askName() {
    if (this.role === "content" || this.role === WITHIN) return;
    this.before ??= document.activeElement;
    const input = element("input", "input short name-typed");
    input.ariaLabel = `Name of the ${this.role}`;
    input.oninput = () => this.offerTyped(input);
    input.onkeydown = (event) => this.onTyped(event);
    this.asked.replaceWith(input);
    this.typing = new Typing(input, this.offers);
    this.offer([]);
    input.focus();
  }

  onTyped(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || !(way || ["Enter", "Escape"].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    const offer = event.key === "Enter" && this.offered[this.typing.at];
    if (way) this.typing.move(way);
    else if (offer) this.take(offer, event.shiftKey);
    else this.render();
  }

  /** Where it stands in the article, whom the project knows by it, and who is new. */
  async offerTyped(input) {
    const written = input.value;
    const here = typed(this.text, written, this.draft).map(this.placed);
    const anew = this.role === "cue" ? [] : this.naming.anew(written, this.role);
    this.offer([...here.slice(0, anew.length ? HERE : MOST), ...anew]);
    const known = anew.length ? await this.naming.known(written) : null;
    if (known?.length && input.isConnected) this.offer([...here.slice(0, HERE), ...known, ...anew]);
  }

  slots() {
    return element("div", "slots", ...Object.keys(SLOTS).map((role) => this.slot(role)));
  }

  slot(role) {
    const told = this.told(role);
    const words = element("b", told ? "" : "unset", told || "—");
    words.dir = "auto";
    const made = button("button small slot", `${SLOTS[role]} `, () => this.turnTo(role), this.reader.keyOf(role));
    made.append(words);
    made.title = told || "";
    made.setAttribute("aria-pressed", String(role === this.role));
    return made;
  }

  told(role) {
    if (role === WITHIN) return this.draft.within && claimSaid(this.draft.within);
    const said = this.draft.parts[role].map((part) => (isPlaced(part) ? wordsAt(this.text, part) : part.name));
    return said.join(role === "content" || role === "cue" ? " … " : "; ");
  }

  speech() {
    const select = element("select", "input short");
    select.ariaLabel = "Speech";
    for (const [value, name] of Object.entries(SPEECH)) select.append(new Option(name, value, false, value === this.draft.speech));
    select.onchange = () => {
      this.isSpeechChosen = true;
      this.draft.speech = select.value;
    };
    return select;
  }

  choices() {
    this.asked = element("span", "", this.isMore ? "And what else? Select words, or choose:" : ASKED[this.role]);
    this.offers = element("div", "offers");
    const another = button("button small quiet", "One more", () => this.another(), this.reader.keyOf("another"));
    another.setAttribute("aria-pressed", String(this.isMore));
    const name = button("button small quiet", "Type", () => this.askName(), this.reader.keyOf("name"));
    const none = button("button small quiet", this.role === WITHIN ? "None" : "Not stated", () => this.fill([]), "0");
    const ways = { content: [another], [WITHIN]: [none] }[this.role] ?? [another, name, none];
    const more = button("button small", "Attributes", () => this.reader.run("attributes"), this.reader.keyOf("attributes"));
    const save = button("button small primary", "Save", () => this.save(), "Enter");
    const cancel = button("button small", "Cancel", () => this.reader.leaveMode(), "Esc");
    return element(
      "div", "claim-line",
      element("div", "candidates", this.asked, this.offers, ...ways),
      element("div", "acts-end", this.speech(), ...(this.isAsked ? [more] : []), save, cancel),
    );
  }
}

function edit(reader, key, content, role) {
  const card = key && cardOf(key);
  const draft = card ? opened(key, partsOf(key), card.dataset.speech, card.dataset.within) : begun(content);
  return new ClaimEditor(reader, draft, role);
}

export const mount = () => ({ edit });

/** Who says which claim, in a few words. */
function claimSaid(key) {
  const card = cardOf(key);
  if (!card) return "another claim";
  const source = card.querySelector(".in-source [data-piece]")?.textContent;
  return [source, card.querySelector(".claim-content").textContent].filter(Boolean).join(": ");
}

const shortened = (said) => (said.length > SHOWN ? `${said.slice(0, SHOWN)}…` : said);

function button(name, words, act, key) {
  const made = element("button", name, element("kbd", "", key), words);
  made.type = "button";
  made.onmousedown = (event) => event.preventDefault(); // keeps the selection
  made.onclick = act;
  return made;
}

function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}
