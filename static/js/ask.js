// Asks the desk for a part of the page that is open.

const SIGNED_OUT = "You are signed out. Sign in again in another tab, then try again.";
const AWAY = "The desk cannot be reached. Try again.";

/**
 * What the desk answers. Asked as htmx does: else who is signed out would be sent the sign-in page.
 * @param {string} address @param {{method?: string, body?: URLSearchParams, headers?: Record<string, string>}} [how]
 * @returns {Promise<string>} rejects with a sentence that says why there is none, and the `status` of the answer if one came
 */
export async function ask(address, { headers, ...how } = {}) {
  const named = { "HX-Request": "true", "HX-Current-URL": location.href, ...headers };
  const answer = await fetch(address, { ...how, headers: named }).catch(() => null);
  const html = answer && (await answer.text().catch(() => null));
  if (html !== null && answer.ok && !answer.redirected) return html;
  throw Object.assign(new Error(reasonOf(html === null ? null : answer)), { status: answer?.status });
}

function reasonOf(answer) {
  if (!answer) return AWAY;
  const { headers, redirected, status } = answer;
  if (redirected || status === 401 || (status === 403 && !headers.has("HX-Retarget"))) return SIGNED_OUT;
  return `The desk cannot do this (${status}).`;
}
