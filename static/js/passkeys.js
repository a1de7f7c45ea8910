// Passkeys: asks the browser for one, and sends what it answers with the form around.
// Without script the page offers codes; without a passkey in the browser it says so.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server wrote as text is bytes for the browser (WebAuthn, section 5.4 and 5.5).
const read = (options) => {
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const each of list ?? []) each.id = toBytes(each.id);
  }
  return options;
};

const written = (made) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (made.response[name]) response[name] = toText(made.response[name]);
  }
  return JSON.stringify({ id: made.id, rawId: toText(made.rawId), type: made.type, response });
};

const ask = async (form) => {
  const publicKey = read(JSON.parse(form.dataset.options));
  const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.querySelector("input[type=hidden][value='']").value = written(made);
  form.submit();
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.querySelector(".needs-script").hidden = true;
  const button = form.querySelector("button");
  button.disabled = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    form.querySelector(".failed").hidden = true;
    ask(form).catch(() => {
      form.querySelector(".failed").hidden = false;
      button.disabled = false;
    });
  });
}
