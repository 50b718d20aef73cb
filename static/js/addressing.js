// Completes the name of a member behind an @, while a comment is written.

import { ask } from "./ask.js";

const MOST = 6;
const TYPED = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}][^@\n]{0,40}|)$/u;
const known = new Map();

/** The list below the box in which a name is typed now. @type {{box: HTMLTextAreaElement, list: HTMLElement} | null} */
let open = null;

/** @param {HTMLTextAreaElement} box */
export async function complete(box) {
  const typed = typedIn(box);
  const fits = typed === null ? [] : (await namesFor(box.dataset.names)).filter((name) => isBegun(name, typed));
  close();
  if (fits.length && document.activeElement === box && typedIn(box) === typed) show(box, fits.slice(0, MOST));
}

const typedIn = (box) => TYPED.exec(box.value.slice(0, box.selectionStart))?.[1].toLowerCase() ?? null;

/** Whether this, or a later word of it, begins so; not once it is complete. */
function isBegun(name, typed) {
  const lower = name.toLowerCase();
  return lower !== typed.trim() && (lower.startsWith(typed) || lower.includes(` ${typed}`));
}

async function namesFor(address) {
  if (!known.has(address)) {
    const names = await ask(address).catch(() => null);
    if (names === null) return []; // asked again with the next letter
    known.set(address, names.split("\n").filter(Boolean));
  }
  return known.get(address);
}

function show(box, names) {
  const list = document.createElement("ul");
  list.id = "members";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Members");
  list.append(...names.map((name, at) => option(name, at)));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    if (event.target.matches("li")) take(event.target);
  });
  box.after(list);
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", close, { once: true });
  open = { box, list };
  choose(list.firstElementChild);
}

function option(name, at) {
  const made = document.createElement("li");
  made.id = `member-${at}`;
  made.setAttribute("role", "option");
  made.dir = "auto";
  made.textContent = name;
  return made;
}

function choose(wanted) {
  for (const each of open.list.children) each.setAttribute("aria-selected", String(each === wanted));
  open.box.setAttribute("aria-activedescendant", wanted.id);
}

function onKey(event) {
  const { list } = open;
  const at = [...list.children].findIndex((each) => each.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(list.children[(at + step + list.children.length) % list.children.length]);
  else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") take(list.children[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(chosen) {
  const { box } = open;
  const from = box.value.lastIndexOf("@", box.selectionStart - 1) + 1;
  box.setRangeText(`${chosen.textContent} `, from, box.selectionStart, "end");
  close();
}

function close() {
  if (!open) return;
  const { box, list } = open;
  open = null;
  list.remove();
  box.removeAttribute("aria-controls");
  box.removeAttribute("aria-activedescendant");
  box.removeEventListener("keydown", onKey);
  box.removeEventListener("blur", close);
}
