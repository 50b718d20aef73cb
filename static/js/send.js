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

const SIGN_IN = "Sign in again in another tab, then Retry.";
const REFUSED = {
  404: "This article is no longer here, or you may no longer work on it.",
  413: "This is too much for one change.",
};

/** What an answer says: only what may succeed later is failed. @param {Response} response @returns {Promise<Answer>} */
export async function answerOf(response) {
  const { status, headers } = response;
  const isSaying = headers.has("HX-Retarget");
  if (response.type === "opaqueredirect" || status === 401 || (status === 403 && !isSaying)) {
    return { kind: "failed", reason: SIGN_IN };
  }
  const html = await response.text();
  const version = headers.get("X-Set-Version");
  if (version !== null) return { kind: response.ok ? "saved" : "stale", version: Number(version), html };
  if (status === 408 || status === 429 || status >= 500) {
    return { kind: "failed", reason: `The desk is busy or has an error (${status}).` };
  }
  if (isSaying) return { kind: "refused", message: textOf(html) };
  if (status >= 400) return { kind: "refused", message: REFUSED[status] ?? `The desk cannot take this change (${status}).` };
  return { kind: "failed", reason: `The desk gave no answer to this change (${status}).` };
}

const textOf = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim();

// The cookie is newer than the page if the person signed in again meanwhile.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
}
