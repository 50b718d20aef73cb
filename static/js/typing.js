// A name that is typed, and the one among those offered for it that Enter takes.

const TAKES = "Enter";

export class Typing {
  /** @param {HTMLInputElement} input @param {HTMLElement} offers */
  constructor(input, offers) {
    this.input = input;
    this.offers = offers;
    this.at = 0;
    offers.id = "offers";
    offers.role = "listbox";
    offers.ariaLabel = "Names";
    input.role = "combobox";
    input.autocomplete = "off";
    input.ariaExpanded = "true";
    input.ariaAutoComplete = "list";
    input.setAttribute("aria-controls", offers.id);
  }

  /** New ones are there; what was chosen by an arrow stays so. */
  show(buttons) {
    const said = this.at ? this.said : "";
    for (const [order, button] of [...buttons].entries()) {
      Object.assign(button, { id: `offer-${order}`, role: "option", tabIndex: -1 });
    }
    const again = [...buttons].findIndex((button) => wordsOf(button) === said);
    this.choose(Math.max(0, again));
  }

  /** @param {1 | -1} by */
  move(by) {
    const count = this.offers.children.length;
    if (count) this.choose((this.at + by + count) % count);
  }

  choose(at) {
    this.at = at;
    for (const [order, button] of [...this.offers.children].entries()) {
      button.ariaSelected = String(order === at);
      button.querySelector("kbd").textContent = order === at ? TAKES : "";
    }
    const chosen = this.offers.children[at];
    this.said = chosen ? wordsOf(chosen) : "";
    this.input.setAttribute("aria-activedescendant", chosen?.id ?? "");
    chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

const wordsOf = (button) => button.querySelector(".offered").textContent;
