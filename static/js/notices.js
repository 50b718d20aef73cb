// Messages above the page: what was refused, what changed elsewhere. They move nothing.

const SHOWN_MS = 9000;
const MOST = 3;

/**
 * @param {string} message
 * @param {{kind?: string, actions?: Record<string, () => void>}} how with actions it stays
 */
export function notify(message, { kind = "bad", actions = {} } = {}) {
  const notice = document.createElement("div");
  notice.className = `notice ${kind}`;
  notice.append(...message.split("\n").map(paragraph));
  const buttons = Object.entries(actions).map(([name, act]) => button(name, notice, act));
  notice.append(cluster(buttons.length ? buttons : [button("Close", notice)]));
  const messages = document.getElementById("messages");
  messages.append(notice);
  const passing = [...messages.children].filter((each) => "passing" in each.dataset);
  if (passing.length >= MOST) passing[0].remove();
  if (buttons.length) return notice;
  notice.dataset.passing = "";
  setTimeout(() => notice.remove(), SHOWN_MS);
  return notice;
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
