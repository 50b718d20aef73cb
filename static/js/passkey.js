// Passkeys and security keys: ties a form to allauth's scripts, and says when a key fails.

const FORMS = { add: "addForm", authenticate: "authenticateForm", login: "loginForm" };
const BUTTONS = { add: "add-key", authenticate: "use-key", login: "use-passkey" };

/** @param {HTMLFormElement} form */
export function mount(form) {
  if (!window.PublicKeyCredential) return;
  const kind = form.dataset.passkey;
  const failed = form.querySelector("[role=alert][hidden]");
  form.hidden = false;
  window.allauth.webauthn.forms[FORMS[kind]]({
    ids: {
      [kind]: BUTTONS[kind],
      credential: "id_credential",
      passwordless: "id_passwordless",
      data: "passkey-data",
    },
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) mount(form);
