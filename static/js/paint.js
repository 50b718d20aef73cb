// Shows a decision before the answer is here, and puts the answered rows in place.
import { cardOf, descriptionOf, leadOf, marksOf } from "./items.js";

/** @param {HTMLElement} root @param {string} key @param {{label?: string, colour?: string, tag?: string}} look */
export function confirm(root, key, look = {}) {
  for (const mark of marksOf(root, key)) confirmMark(mark, key, look);
  describe(root, key, "confirmed", look.label);
  setCard(root, key, "confirmed");
}

/** @param {HTMLElement} root @param {string} key */
export function strike(root, key) {
  for (const mark of marksOf(root, key)) {
    if (mark.dataset.s === key) mark.classList.add("gone");
  }
  cardOf(root, key)?.classList.add("gone");
  const lead = leadOf(root, key);
  if (lead) forget(lead, key);
}

/** Replaces rows and counts by those of an answer. @param {string} body @param {Set<string>} newer rows that a later write will answer */
export function put(body, newer) {
  const holder = document.createElement("div");
  holder.innerHTML = body;
  const fresh = holder.querySelector("template").content;
  for (const element of [...fresh.children]) {
    if (!newer.has(element.id)) document.getElementById(element.id)?.replaceWith(element);
  }
}

/** A named highlight of ranges, for what is not saved yet. @param {string} name */
export function highlight(name) {
  const found = new Highlight();
  CSS.highlights.set(name, found);
  return found;
}

function confirmMark(mark, key, look) {
  if (key.startsWith("c")) {
    mark.classList.replace("c-suggested", "c-confirmed");
    return;
  }
  if (!mark.dataset.s.split(" ").every((each) => each === key || each.startsWith("c"))) return;
  mark.classList.remove("suggested");
  mark.classList.add("confirmed");
  mark.classList.replace("d1", "o1");
  if (!look.colour) return;
  mark.className = mark.className.replace(/\b(f|k1)-[a-z]+/g, `$1-${look.colour}`);
  if (mark.dataset.t) mark.dataset.t = look.tag;
}

function describe(root, key, state, label) {
  const lead = leadOf(root, key);
  if (!lead) return;
  const token = descriptionOf(lead, key);
  const [, old] = token.split("-");
  const tokens = lead.getAttribute("aria-describedby").split(" ");
  tokens[lead.dataset.first.split(" ").indexOf(key)] = `d-${label ?? old}-${state}`;
  lead.setAttribute("aria-describedby", tokens.join(" "));
}

function forget(lead, key) {
  const keys = lead.dataset.first.split(" ");
  const tokens = lead.getAttribute("aria-describedby").split(" ");
  const place = keys.indexOf(key);
  if (keys.length === 1) {
    delete lead.dataset.first;
    lead.removeAttribute("aria-describedby");
    return;
  }
  keys.splice(place, 1);
  tokens.splice(place, 1);
  lead.dataset.first = keys.join(" ");
  lead.setAttribute("aria-describedby", tokens.join(" "));
}

function setCard(root, key, state) {
  const card = cardOf(root, key);
  card?.classList.replace("suggested", state);
  const shown = card?.querySelector(".claim-head span");
  if (shown) shown.textContent = state;
}
