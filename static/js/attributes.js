// What the scheme asks of an item, in a dialog: a letter or digit chooses and goes on to the next.

import { Asked } from "./asked.js";
import * as writes from "./writes.js";

class Attributes {
  /** @param {object} reader the Reader; a typed import here would be a circle of files */
  constructor(reader) {
    this.reader = reader;
    this.asked = new Asked(reader, "attributes", (form) => this.save(form));
    this.asked.dialog.addEventListener("keydown", (event) => this.onKey(event));
  }

  async open() {
    this.item = this.reader.tools.before.item;
    if (!(await this.asked.show(writes.addressOf(this.item.key) + "/attributes/"))) return;
    this.dialog = this.asked.dialog;
    this.groups = [...this.dialog.querySelectorAll("fieldset")];
    this.goTo(this.groups.find(isUnsaid) ?? this.groups[0]);
    this.before = this.said();
  }

  said() {
    const form = this.dialog.querySelector("form");
    return [...new FormData(form)].filter(([name]) => name.startsWith("value-"));
  }

  save() {
    const was = new Map(this.before);
    const fields = this.said().filter(([name, value]) => was.get(name) !== value);
    if (fields.length) this.reader.writer.write(writes.describing(this.item, fields));
  }

  onKey(event) {
    const { target, key } = event;
    if (target.matches("input:not([type='radio'])") || event.ctrlKey || event.altKey || event.metaKey) return;
    const group = target.closest("fieldset") ?? this.groups?.[0];
    const wanted = ["Delete", "Backspace"].includes(key) ? "" : key.toLowerCase();
    const choice = [...(group?.querySelectorAll("[data-hint]") ?? [])]
      .find(({ dataset, value }) => (wanted ? dataset.hint === wanted : !value));
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    this.goTo(this.groups[this.groups.indexOf(group) + 1], choice);
  }

  goTo(group, instead) {
    const control = group?.querySelector("input:checked") ?? group?.querySelector("input") ?? instead;
    control?.focus();
  }
}

const isUnsaid = (group) => !(group.querySelector("input:checked") ?? group.querySelector("input:not([type='radio'])"))?.value;

/** @param {object} reader */
export const mount = (reader) => new Attributes(reader);
