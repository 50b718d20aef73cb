// The editor of a claim's parts, in the dock. Pick a part (S, V, O, T), then say where it is: a
// candidate's number, which stands at it in the text too, a typed name, a click on a name, selected
// words, or 0 for not stated. Enter saves all.

import { candidates, typed } from "./candidates.js";
import { begun, filled, guessedSpeech, nextEmpty, opened, ROLES } from "./drafts.js";
import { Hints } from "./hints.js";
import { wordsAt } from "./places.js";

/** @typedef {import("./drafts.js").Role} Role @typedef {import("./drafts.js").Draft} Draft */

const ASKED = {
  content: "What is claimed? Select words.",
  source: "Who says it? Select words, or choose:",
  cue: "Which words say so? Select words, or choose:",
  via: "Through which outlet? Select words, or choose:",
};
const SPEECH = { direct: "direct speech", indirect: "indirect speech", mixed: "mixed speech", none: "the article’s own voice" };

export class ClaimEditor {
  isEditor = true;

  /**
   * @param {{form: HTMLFormElement, text: HTMLElement, painter: import("./paint.js").Painter,
   *   draft: Draft, role?: Role, keyOf: (command: string) => string, save: (draft: Draft) => void, close: () => void,
   *   describe?: () => void}} parts
   */
  constructor({ form, text, painter, draft, role, keyOf, save, close, describe }) {
    Object.assign(this, { form, text, painter, draft, keyOf, save, close });
    this.describe = draft.key && describe; // a claim that is not there yet has no attributes
    this.hints = new Hints(text);
    this.isSpeechChosen = Boolean(draft.key) && draft.speech !== "none";
    this.role = role ?? nextEmpty(draft, "content") ?? "source";
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.save(this.draft);
    };
    this.form.hidden = false;
    this.render();
  }

  /** Whether the command was one of the editor's. @param {string} command */
  run(command) {
    if (ROLES.includes(command)) this.turnTo(command);
    else if (command.startsWith("label:")) this.choose(Number(command.slice(-1)));
    else if (command === "empty") this.fill([]);
    else if (command === "name") this.askName();
    else if (command === "claim-save") this.save(this.draft);
    else return false;
    return true;
  }

  /** @param {Role} role */
  turnTo(role) {
    this.role = role;
    this.render();
  }

  /** A candidate by its number; 0 is "not stated". */
  choose(number) {
    const place = this.offered[number - 1];
    if (number === 0 && this.role !== "content") this.fill([]);
    else if (place) this.fill([place]);
  }

  /** Fill the part that is being asked for, and go on to the next that is empty. */
  fill(places, { isMore = false } = {}) {
    if (this.role === "content" && !places.length) return;
    const role = this.role;
    this.draft = filled(this.draft, role, places, { isMore });
    if (!isMore) this.role = nextEmpty(this.draft, role) ?? role;
    this.render();
  }

  end() {
    this.form.hidden = true;
    this.form.replaceChildren();
    this.hints.layer.remove();
    for (const role of [...ROLES, "candidate"]) this.painter.highlight(role, []);
  }

  render() {
    if (!this.isSpeechChosen) {
      this.draft.speech = guessedSpeech(this.draft, (place) => wordsAt(this.text, place));
    }
    for (const role of ROLES) this.painter.highlight(role, this.draft.parts[role]);
    const hadFocus = this.form.contains(document.activeElement);
    this.form.replaceChildren(this.slots(), this.choices());
    this.offer(candidates(this.text, this.role, this.draft));
    if (hadFocus) this.form.querySelector(".slot[aria-pressed='true']").focus();
  }

  /** Let one of these be chosen. @param {import("./places.js").Place[]} places */
  offer(places) {
    this.offered = places;
    this.painter.highlight("candidate", places);
    this.hints.show(places);
    this.offers.replaceChildren(...places.map((place, order) =>
      button("button small", wordsAt(this.text, place), () => this.fill([place]), String(order + 1)),
    ));
  }

  /** Offer what is typed from now on; Enter takes the first, Esc goes back to the candidates. */
  askName() {
    if (this.role === "content") return;
    const before = document.activeElement;
    const input = element("input", "input short");
    input.ariaLabel = `Name of the ${this.role}`;
    input.oninput = () => this.offer(typed(this.text, input.value, this.draft));
    input.onkeydown = (event) => {
      if (!["Enter", "Escape"].includes(event.key) || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      before.focus({ preventScroll: true });
      if (event.key === "Enter" && this.offered.length) this.fill([this.offered[0]]);
      else this.render();
    };
    this.asked.replaceWith(input);
    this.offer([]);
    input.focus();
  }

  slots() {
    return element("div", "slots", ...ROLES.map((role) => this.slot(role)));
  }

  slot(role) {
    const named = this.draft.parts[role].map((place) => wordsAt(this.text, place)).join(" … ");
    const told = named || (this.draft.inferred.includes(role) ? "from before" : "—");
    const words = element("b", named ? "" : "unset", told);
    words.dir = "auto";
    const made = button("button small slot", `${role[0].toUpperCase()}${role.slice(1)} `, () => this.turnTo(role), this.keyOf(role));
    made.append(words);
    made.setAttribute("aria-pressed", String(role === this.role));
    return made;
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
    this.asked = element("span", "", ASKED[this.role]);
    this.offers = element("div", "offers");
    const name = button("button small quiet", "Type", () => this.askName(), this.keyOf("name"));
    const none = button("button small quiet", "Not stated", () => this.fill([]), "0");
    const more = button("button small", "Attributes", () => this.describe(), this.keyOf("attributes"));
    const save = button("button small primary", "Save", () => this.save(this.draft), "Enter");
    const cancel = button("button small", "Cancel", this.close, "Esc");
    const ways = element("div", "candidates", this.asked, this.offers, ...(this.role === "content" ? [] : [name, none]));
    return element("div", "claim-line", ways, element("div", "acts-end", this.speech(), ...(this.describe ? [more] : []), save, cancel));
  }
}

export const mount = () => ({ begun, opened, edit: (parts) => new ClaimEditor(parts) });

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
