// One write, one request, one answer.

/** @typedef {import("./write-queue.js").Write} Write @typedef {import("./write-queue.js").Answer} Answer */

const TIMEOUT_MS = 25000;

/** @param {string} base the article's address @returns {(write: Write, version: number) => Promise<Answer>} */
export function sender(base) {
  return async (write, version) => {
    const body = new URLSearchParams([...write.fields, ["seen_version", String(version)]]);
    const headers = { "HX-Request": "true", "X-CSRFToken": token() };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(base + write.path, { method: "POST", body, headers, signal, redirect: "manual" });
      return await answerOf(response);
    } catch {
      return { kind: "failed", reason: "The desk cannot be reached." };
    }
  };
}

/** @param {Response} response @returns {Promise<Answer>} */
async function answerOf(response) {
  if (response.type === "opaqueredirect") {
    return { kind: "failed", reason: "You are signed out. Sign in in another tab, then retry." };
  }
  const html = await response.text();
  const version = response.headers.get("X-Set-Version");
  if (version !== null) return { kind: response.ok ? "saved" : "stale", version: Number(version), html };
  if (response.headers.has("HX-Retarget")) return { kind: "refused", message: textOf(html) };
  return withoutVersion(response.status);
}

/** What an answer means that no view of ours gave. @param {number} status @returns {Answer} */
export function withoutVersion(status) {
  if (status === 401 || status === 403) {
    return { kind: "failed", reason: "You are signed out. Sign in in another tab, then retry." };
  }
  const mayPass = status === 408 || status === 429 || status >= 502;
  const reason = `The desk answered with an error (${status}).`;
  if (mayPass) return { kind: "failed", reason };
  if (status >= 500) return { kind: "failed", reason, isHopeless: true };
  const gone = "The article, or what this changed in it, is no longer here";
  return { kind: "refused", message: status === 404 ? `${gone}. Reload the page.` : reason };
}

const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim();

// The cookie is newer than the page if the person signed in again meanwhile.
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}
