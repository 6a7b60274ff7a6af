/**
 * Proves one entry of the record in the reader's own browser, with WebCrypto and nothing else.
 *
 * The page carries a panel `[data-proof]`, the leaf it shows in `[data-leaf]`, and the JSON of `#proof-data`:
 *   index       number of the entry
 *   commitment  base64, 32 bytes
 *   open        whether the entry is marked open
 *   hashes      base64 each: the inclusion path, lowest hash first
 *   checkpoint  the signed checkpoint (C2SP signed note)
 *   vkey        the record's Ed25519 verifier key (C2SP)
 *   envelope, decided, salt   base64 of the exact bytes; absent where the act is closed or erased
 *
 * Size and root are read from the signed note, never from beside it. Every word shown stands in the page's
 * data attributes, translated; this file has none.
 */

const PREFIX = "wasl-entry/1";
const ED25519 = 0x01;
const HASH_SIZE = 32;
const KEY_ID_SIZE = 4;

const PASSED = "passed";
const FAILED = "failed";
const CLOSED = "closed";
const UNSUPPORTED = "unsupported";

const ICONS = { [PASSED]: "check", [FAILED]: "cross", [CLOSED]: "lock", [UNSUPPORTED]: "dash" };

const ascii = (text) => new TextEncoder().encode(text);

/** Reads standard base64; throws on anything looser than the record's own encoding. */
function decode(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (encode(bytes) !== text) {
    throw new Error("base64 is not in its one form");
  }
  return bytes;
}

function encode(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function decodeUrl(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "=");
  return decode(padded);
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function equal(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
}

/** SHA-256(salt ‖ SHA-256(envelope) ‖ SHA-256(decided)). */
export async function commitmentOf(salt, envelope, decided) {
  return sha256(salt, await sha256(envelope), await sha256(decided));
}

/** SHA-256(00 ‖ entry), where an entry is the prefix, 01 when it is open or 00, and the commitment. */
export async function leafOf(open, commitment) {
  return sha256(Uint8Array.of(0), ascii(PREFIX), Uint8Array.of(open ? 1 : 0), commitment);
}

/**
 * The root that a leaf and its inclusion path make in a tree of `size` (RFC 9162, section 2.1.3.2), or null when
 * the path is too long or too short for that place. Plain division, as indices outgrow 32-bit operators.
 */
export async function rootOf(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    return null;
  }
  let node = leaf;
  let place = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_SIZE) {
      return null;
    }
    if (place % 2 === 1 || place === last) {
      node = await sha256(Uint8Array.of(1), sibling, node);
      while (place % 2 === 0 && place !== 0) {
        place = place / 2;
        last = Math.floor(last / 2);
      }
    } else {
      node = await sha256(Uint8Array.of(1), node, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}

/** Takes a signed note with a checkpoint apart: its text, its three lines, its signatures. Throws when malformed. */
export function readNote(note) {
  const gap = note.lastIndexOf("\n\n");
  if (gap < 0 || !note.endsWith("\n")) {
    throw new Error("not a signed note");
  }
  const text = note.slice(0, gap + 1);
  const [origin, size, root, ...rest] = text.split("\n");
  if (!origin || !/^(0|[1-9][0-9]{0,15})$/.test(size) || rest.length !== 1 || rest[0] !== "") {
    throw new Error("not a checkpoint");
  }
  const signatures = note
    .slice(gap + 2, -1)
    .split("\n")
    .map((line) => {
      const parts = /^\u2014 ([^ +]+) ([^ ]+)$/.exec(line);
      if (!parts) {
        throw new Error("not a signature line");
      }
      const data = decode(parts[2]);
      return { name: parts[1], keyId: data.slice(0, KEY_ID_SIZE), signature: data.slice(KEY_ID_SIZE) };
    });
  return { text, origin, size: Number(size), root: decode(root), signatures };
}

/** Verifies an Ed25519 signature; says so when this browser has no Ed25519. */
async function verifyEd25519(key, signature, message) {
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    return error.name === "NotSupportedError" || error.name === "SyntaxError" ? UNSUPPORTED : FAILED;
  }
  return (await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message)) ? PASSED : FAILED;
}

/** The log signs as itself: its key bears the origin as its name, and each line by that key must be right. */
export async function verifySignature(note, vkey) {
  const [name, keyId, ...encoded] = vkey.split("+");
  const data = decode(encoded.join("+"));
  const known = (await sha256(ascii(`${name}\n`), data)).slice(0, KEY_ID_SIZE);
  const hex = Array.from(known, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const lines = note.signatures.filter((line) => line.name === name && equal(line.keyId, known));
  if (data[0] !== ED25519 || name !== note.origin || hex !== keyId || lines.length === 0) {
    return FAILED;
  }
  const found = [];
  for (const line of lines) {
    found.push(await verifyEd25519(data.slice(1), line.signature, ascii(note.text)));
  }
  return [FAILED, UNSUPPORTED].find((state) => found.includes(state)) ?? PASSED;
}

/** The author's signature over the act (DSSE 1.0). The key's id is the key. */
export async function verifyAuthor(envelopeBytes) {
  try {
    const envelope = JSON.parse(new TextDecoder().decode(envelopeBytes));
    const payload = decode(envelope.payload);
    const [{ keyid, sig }] = envelope.signatures;
    const type = ascii(envelope.payloadType);
    const signed = join(ascii(`DSSEv1 ${type.length} `), type, ascii(` ${payload.length} `), payload);
    return await verifyEd25519(decodeUrl(keyid), decode(sig), signed);
  } catch {
    return FAILED;
  }
}

/**
 * Every step of the proof and what was found, in the order of the page; `shown` is the leaf that the page shows.
 * Throws when the proof cannot be read.
 */
export async function verify(data, shown) {
  const note = readNote(data.checkpoint);
  const commitment = decode(data.commitment);
  const leaf = await leafOf(data.open, commitment);
  const root = await rootOf(leaf, data.index, note.size, data.hashes.map(decode));
  const judge = (right) => (right ? PASSED : FAILED);
  const opened = Boolean(data.envelope && data.decided && data.salt);
  const envelope = opened ? decode(data.envelope) : null;
  return {
    commitment: opened
      ? judge(equal(commitment, await commitmentOf(decode(data.salt), envelope, decode(data.decided))))
      : CLOSED,
    author: opened ? await verifyAuthor(envelope) : CLOSED,
    leaf: judge(encode(leaf) === shown),
    path: judge(root !== null && equal(root, note.root)),
    signature: await verifySignature(note, data.vkey),
  };
}

function say(element, state, word) {
  element.dataset.found = state;
  const mark = element.querySelector("use");
  mark.setAttribute("href", mark.getAttribute("href").replace(/#.*$/, `#${ICONS[state]}`));
  const line = element.querySelector(".word") ?? document.createElement("span");
  line.className = state === PASSED ? "word spoken" : "word";
  line.textContent = word ?? "";
  element.append(line);
}

function summary(states) {
  if (states.includes(FAILED)) {
    return FAILED;
  }
  return states.includes(UNSUPPORTED) ? "partly" : PASSED;
}

async function run(panel, source) {
  const result = panel.querySelector("[data-result]");
  delete result.dataset.found;
  result.textContent = result.dataset.running;
  let outcome = "broken";
  try {
    const shown = panel.querySelector("[data-leaf]").textContent;
    const found = await verify(JSON.parse(source.textContent), shown);
    for (const [step, state] of Object.entries(found)) {
      const element = panel.querySelector(`[data-step="${step}"]`);
      say(element, state, element.dataset[state]);
    }
    outcome = summary(Object.values(found));
  } catch (error) {
    console.error(error);
  }
  result.dataset.found = outcome === "broken" ? FAILED : outcome;
  result.textContent = result.dataset[outcome];
}

function prepare(panel) {
  const button = panel.querySelector("[data-verify]");
  const source = document.getElementById("proof-data");
  if (!button || !source) {
    return;
  }
  if (!globalThis.crypto?.subtle) {
    const result = panel.querySelector("[data-result]");
    result.dataset.found = "partly";
    result.textContent = result.dataset.unavailable;
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await run(panel, source);
    button.disabled = false;
  });
}

globalThis.document?.querySelectorAll("[data-proof]").forEach(prepare);
