// Passkeys: asks the device, and sends its answer with the form. See WebAuthn level 3.

const BINARY = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function asked(options) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) {
    key.user.id = bytes(key.user.id);
  }
  for (const known of [...(key.allowCredentials || []), ...(key.excludeCredentials || [])]) {
    known.id = bytes(known.id);
  }
  return { publicKey: key };
}

function answered(credential) {
  const response = {};
  for (const name of BINARY) {
    if (credential.response[name]) {
      response[name] = text(credential.response[name]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(place) {
  if (!place.dataset.fetch) {
    return JSON.parse(document.getElementById(place.dataset.options).textContent);
  }
  const answer = await fetch(place.dataset.fetch, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function ask(place, form) {
  const options = await optionsOf(place);
  if (place.dataset.passkey === "get") {
    return answered(await navigator.credentials.get(asked(options)));
  }
  const alone = form.elements.passwordless;
  if (alone && alone.checked) {
    options.publicKey.authenticatorSelection = {
      ...options.publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  return answered(await navigator.credentials.create(asked(options)));
}

function tell(place, problem) {
  const shown = place.querySelector("[data-problem]");
  shown.textContent = shown.dataset[problem];
  shown.hidden = false;
}

const PROBLEMS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.querySelector("form") || place;
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential || !navigator.credentials) {
    tell(place, "unsupported");
    continue;
  }
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    place.querySelector("[data-problem]").hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(place, form));
      form.submit();
    } catch (error) {
      tell(place, PROBLEMS[error.name] || "failed");
      button.disabled = false;
    }
  });
}
