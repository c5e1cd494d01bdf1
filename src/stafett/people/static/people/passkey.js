// Passkeys: the browser asks for a finger, a face or a PIN, and the form sends what it answers.
// Where the browser cannot, the page keeps saying so, and the code is the way.

const bytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
};

const text = (buffer) => {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(signs.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

const asks = {
  create: (told) =>
    navigator.credentials.create({
      publicKey: {
        ...told,
        challenge: bytes(told.challenge),
        user: { ...told.user, id: bytes(told.user.id) },
        excludeCredentials: known(told.excludeCredentials),
      },
    }),
  get: (told) =>
    navigator.credentials.get({
      publicKey: {
        ...told,
        challenge: bytes(told.challenge),
        allowCredentials: known(told.allowCredentials),
      },
    }),
};

const said = (key) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return {
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  };
};

const isAt = (domain) => location.hostname === domain || location.hostname.endsWith(`.${domain}`);

for (const place of document.querySelectorAll("[data-passkey]")) {
  const told = JSON.parse(place.dataset.options).publicKey;
  const here = window.PublicKeyCredential && isAt(told.rpId || told.rp.id);
  place.querySelector("[data-passkey-can]").hidden = !here;
  place.querySelector("[data-passkey-cannot]").hidden = here;

  const form = place.querySelector("form");
  const failed = place.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    failed.hidden = true;
    try {
      const key = await asks[place.dataset.passkey](told);
      form.elements.credential.value = JSON.stringify(said(key));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
