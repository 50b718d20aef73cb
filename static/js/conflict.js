// Somebody (perhaps you, in another tab) changed the article meanwhile. Nothing typed is lost:
// the writes that were not saved can be applied again to what is there now.

export class Conflict {
  /** @param {string} message @param {object[]} writes those not saved @param {(writes: object[]) => void} again */
  constructor(message, writes, again) {
    this.messages = document.getElementById("messages");
    this.writes = writes;
    this.again = again;
    this.#show(message);
  }

  #show(message) {
    const box = Object.assign(document.createElement("div"), { className: "notice warn" });
    const count = this.writes.length === 1 ? "Your last change was" : `Your last ${this.writes.length} changes were`;
    box.append(
      paragraph(message || "This article changed elsewhere since you read it."),
      paragraph(`${count} not saved. The text shows what is there now.`),
      this.#button("Apply again", "primary", () => this.again(this.writes)),
      this.#button("Keep theirs", "", () => {}),
    );
    this.messages.replaceChildren(box);
  }

  #button(text, kind, action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: `button small ${kind}`, textContent: text });
    button.addEventListener("click", () => {
      this.messages.replaceChildren();
      action();
    });
    return button;
  }
}

function paragraph(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}
