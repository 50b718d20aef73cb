// Messages above the page: what was refused, what changed elsewhere. They move nothing.

const SHOWN_MS = 9000;

const passing = () => [...document.querySelectorAll("#messages [data-passing]")];

/**
 * @param {string | Element[]} message
 * @param {{kind?: string, actions?: Record<string, () => void>, isStaying?: boolean}} how with
 *   actions it stays; else it takes the place of the one before it of its kind
 */
export function notify(message, { kind = "bad", actions = {}, isStaying = false } = {}) {
  const notice = document.createElement("div");
  notice.className = `notice ${kind}`;
  notice.append(...(typeof message === "string" ? message.split("\n").map(paragraph) : message));
  const buttons = Object.entries(actions).map(([name, act]) => button(name, notice, act));
  notice.append(cluster(buttons.length ? buttons : [button("Close", notice)]));
  document.getElementById("messages").append(notice);
  if (buttons.length) return notice;
  for (const each of passing()) if (each.dataset.passing === kind) each.remove();
  notice.dataset.passing = kind;
  if (!isStaying) setTimeout(() => notice.remove(), SHOWN_MS);
  return notice;
}

/** Close the newest of those that would go by themselves; whether there was one. */
export function closeNewest() {
  const newest = passing().at(-1);
  newest?.remove();
  return Boolean(newest);
}

function paragraph(words) {
  const made = document.createElement("p");
  made.dir = "auto";
  made.textContent = words;
  return made;
}

function cluster(children) {
  const made = document.createElement("p");
  made.className = "cluster";
  made.append(...children);
  return made;
}

function button(name, notice, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = name;
  made.addEventListener("click", () => {
    notice.remove();
    act?.();
  });
  return made;
}
