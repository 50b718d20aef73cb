// Who is offered for a typed name that the article does not have: whom the project knows by it,
// and somebody new under each label, first under that which the role mostly has.

import { VALUES } from "./candidates.js";

/** @typedef {{said: string, part: import("./drafts.js").Named}} Offer */

const PAUSE_MS = 150;
const USUAL = { source: /\b(?:per|persons?|people)\b/i, via: /\b(?:org|organi[sz]ations?|outlets?|media)\b/i };

export class Naming {
  /** @param {string} address @param {{key: string, name: string}[]} labels */
  constructor(address, labels) {
    this.address = address;
    this.labels = labels.filter(({ key }) => !VALUES.has(key));
  }

  /** @param {string} written @param {"source" | "via"} role @returns {Offer[]} */
  anew(written, role) {
    const name = written.trim();
    const isUsual = (label) => USUAL[role].test(`${label.key} ${label.name}`);
    const labels = [...this.labels].sort((one, other) => isUsual(other) - isUsual(one));
    return name ? labels.map((label) => ({ said: `new ${label.name}`, part: { label: label.key, name } })) : [];
  }

  /** Whom the project knows, when the typing pauses; null if it goes on. @returns {Promise<Offer[] | null>} */
  async known(written) {
    const asked = (this.asked = Symbol(written));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (asked !== this.asked || !written.trim()) return null;
    try {
      const answer = await fetch(`${this.address}?${new URLSearchParams({ name: written })}`, { headers: { "HX-Request": "true" } });
      const found = answer.ok && asked === this.asked ? await answer.text() : "";
      return asked === this.asked ? read(found) : null;
    } catch {
      return null; // what stands in the article and what is new can be chosen all the same
    }
  }
}

function read(html) {
  const outer = document.createElement("template");
  outer.innerHTML = html;
  return [...outer.content.querySelectorAll("[data-entity]")].map(({ dataset, textContent }) => ({
    said: `${textContent} (${dataset.label})`, part: { entity: Number(dataset.entity), name: textContent },
  }));
}
