/* Seals what this device keeps, by a key for each log-in that no script can read out. What that protects against, and what
   not, stands in docs/operating/phones.md. */
import { within } from "./base.js";

const ALGORITHM = "AES-GCM";
const IV_BYTES = 12; // NIST SP 800-38D, 8.2.2: 96 random bits
const CLEAR = ["key", "user", "id", "state"]; // by which a row is found and counted; all else is sealed
const text = new TextEncoder();
const label = (name, row) => text.encode(`${name}:${row.key ?? row.user}`); // a row put in another's place does not open

const canSeal = () => Boolean(globalThis.crypto?.subtle);
export const keyOf = (user) => within("keys", "readonly", (keys) => keys.get(user));

// The log-in's key, made at its first use; nothing where the browser cannot make or keep one.
async function keyFor(user) {
  const known = await keyOf(user);
  if (known || !canSeal()) return known;
  const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
  const made = { user, id: String(random(IV_BYTES)), key, seenAt: Date.now() };
  try {
    await within("keys", "readwrite", (keys) => {
      const asked = keys.get(user);
      asked.onsuccess = () => { if (!asked.result) keys.put(made); };
      return asked;
    });
  } catch (fault) {
    if (fault?.name !== "DataCloneError") throw fault;
    return undefined; // this browser keeps no keys: what it keeps is not sealed, and the page says so
  }
  return keyOf(user);
}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// The row as it is stored. `keyId` tells whether the key is still the one in force when it is written, `mark` which writing it was.
export async function sealed(name, value) {
  const known = await keyFor(value.user);
  const mark = String(random(IV_BYTES));
  if (!known) return { ...value, mark };
  const row = Object.fromEntries(CLEAR.filter((one) => one in value).map((one) => [one, value[one]]));
  const iv = random(IV_BYTES);
  const way = { name: ALGORITHM, iv, additionalData: label(name, row) };
  return { ...row, mark, keyId: known.id, iv, sealed: await crypto.subtle.encrypt(way, known.key, text.encode(JSON.stringify(value))) };
}

// What the rows say; one whose key is gone says nothing. Rows of before there were keys are open.
export async function unsealed(name, rows) {
  const keys = new Map();
  for (const user of new Set(rows.filter((row) => row.sealed).map((row) => row.user))) keys.set(user, await keyOf(user));
  const found = await Promise.all(rows.map((row) => (row.sealed ? openRow(name, row, keys.get(row.user)) : row)));
  return found.filter(Boolean);
}

async function openRow(name, row, known) {
  if (known?.id !== row.keyId) return undefined;
  const way = { name: ALGORITHM, iv: row.iv, additionalData: label(name, row) };
  const plain = await crypto.subtle.decrypt(way, known.key, row.sealed).catch(() => undefined);
  return plain && JSON.parse(new TextDecoder().decode(plain));
}

// The server was reached: the days after which this device forgets begin anew.
export async function touch(user) {
  await keyFor(user);
  return within("keys", "readwrite", (keys) => {
    const asked = keys.get(user);
    asked.onsuccess = () => { if (asked.result) keys.put({ ...asked.result, seenAt: Date.now() }); };
    return asked;
  });
}
