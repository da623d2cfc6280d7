/* What this device keeps: of an open assessment masked name, form and answers, one record per log-in and assessment; of a
   carer's day the visits, and each record under its own key, its picture beside it. All of it is sealed. */
import { within } from "./base.js";
import { changed } from "./merge.js";
import { keyOf as sealingKey, sealed, touch, unsealed } from "./vault.js";

const NAME = "yinling-field";
const FORGET_MS = 3000;
const DAY_MS = 86_400_000;
const SHELL = "yinling-field-shell"; // how the caches of worker.js begin
const OWN = ["works", "lists", "days", "records", "pictures"];

export { touch };
export const keyOf = (user, id) => `${user}:${id}`;

async function read(name, id) {
  const row = await within(name, "readonly", (store) => store.get(id));
  return row && (await unsealed(name, [row]))[0];
}

const rowsOf = async (name, user) => ((await within(name, "readonly", (store) => store.getAll())) ?? []).filter((row) => user === undefined || row.user === user);
const allOf = async (name, user) => unsealed(name, await rowsOf(name, user));
const drop = (name, id) => within(name, "readwrite", (store) => store.delete(id));

// Writes rows of one log-in, if `isSame` holds for what is stored and their key is still in force; tells whether.
async function write(rows, isSame = () => true) {
  let isDone = false;
  const names = Object.keys(rows);
  const [first] = Object.values(rows);
  await within([...names, "keys"], "readwrite", (...stores) => {
    const keys = stores.pop();
    const known = keys.get(first.user);
    const before = stores[0].get(first.key ?? first.user);
    before.onsuccess = () => {
      isDone = isSame(before.result) && (!first.keyId || known.result?.id === first.keyId);
      if (isDone) names.forEach((name, place) => stores[place].put(rows[name]));
    };
    return before;
  });
  return isDone;
}

async function keep(values) {
  for (;;) {
    const rows = {};
    for (const [name, value] of Object.entries(values)) rows[name] = await sealed(name, value);
    if (await write(rows)) return;
  }
}

// Reads, changes and keeps as if in one moment: who was overtaken by another starts again, so that nothing is lost.
async function changeIn(name, id, change) {
  for (;;) {
    const row = await within(name, "readonly", (store) => store.get(id));
    const kept = change(row && (await unsealed(name, [row]))[0]);
    if (!kept || (await write({ [name]: await sealed(name, kept) }, (now) => now?.mark === row?.mark))) return kept;
  }
}

export const readWork = (user, id) => read("works", keyOf(user, id));
export const changeWork = (user, id, change) => changeIn("works", keyOf(user, id), change);
export const dropWork = (user, id) => drop("works", keyOf(user, id));
export const readList = (user) => read("lists", user);
export const keepList = (list) => keep({ lists: list });

// A carer's day, and what is recorded in it. A picture lies beside its record, and is let go once it is sent.
export const readDay = (user) => read("days", user);
export const keepDay = (day) => keep({ days: day });
export const dropDay = (user) => drop("days", user);
export const keepRecord = (record, picture = null) => keep({ records: record, ...(picture ? { pictures: { key: record.key, user: record.user, picture } } : {}) });
export const changeRecord = (key, change) => changeIn("records", key, change);
export const dropPicture = (key) => drop("pictures", key);
export const pictureOf = async (record) => (typeof record.picture === "string" ? record.picture : (await read("pictures", record.key))?.picture);
export const isWaiting = (record) => record.state === "unsent" || record.state === "refused";
export const recordsOf = (user) => allOf("records", user);
export const strangersWaiting = async (user) => (await rowsOf("records")).filter((row) => row.user !== user && isWaiting(row)).length;

export async function dropRecord(key) {
  await drop("records", key);
  await dropPicture(key);
}

export const allWorks = () => allOf("works");
export const worksOf = (user) => allOf("works", user);

// What was kept before it was sealed is sealed now. Tells whether this browser seals.
export async function sealOld(user) {
  for (const name of ["works", "lists", "days"]) for (const row of await rowsOf(name, user)) if (!row.sealed) await changeIn(name, row.key ?? user, (one) => one);
  for (const row of await rowsOf("records", user)) if (!row.sealed) await keepRecord({ ...row, picture: Boolean(row.picture) }, await pictureOf(row));
  if (!(await sealingKey(user))) await touch(user);
  return Boolean(await sealingKey(user));
}

// Log-ins that have not reached the server for so long are forgotten, whoever opens the page.
export async function expire(days) {
  const keys = (await within("keys", "readonly", (store) => store.getAll())) ?? [];
  for (const one of keys) if (Date.now() - one.seenAt > days * DAY_MS) await wipe(one.user);
}

// Whole days until `expire` takes what this log-in keeps.
export async function daysLeft(user, days) {
  const known = await sealingKey(user);
  return known ? Math.max(0, Math.ceil((known.seenAt + days * DAY_MS - Date.now()) / DAY_MS)) : days;
}

// An answer is noted at once, before the store has it: a page that is killed in that moment loses nothing.
const noteOf = (user, id) => `${NAME}:${keyOf(user, id)}`;
const noted = (name) => JSON.parse(localStorage.getItem(name) ?? "{}");

export function note(user, id, code, value) {
  localStorage.setItem(noteOf(user, id), JSON.stringify({ ...noted(noteOf(user, id)), [code]: value }));
}

export function strike(user, id, code, value) {
  const left = noted(noteOf(user, id));
  if (left[code] === value) delete left[code];
  if (Object.keys(left).length) localStorage.setItem(noteOf(user, id), JSON.stringify(left));
  else localStorage.removeItem(noteOf(user, id));
}

export async function recover(user, change) {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(`${NAME}:${user}:`))) {
    const id = Number(name.split(":").at(-1));
    await changeWork(user, id, (work) => work && Object.entries(noted(name)).reduce((now, [code, value]) => change(now, code, value), work));
    localStorage.removeItem(name);
  }
}

// The key goes too: what the device may still have of the rows cannot be read by anybody.
async function wipe(user) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(`${NAME}:${user}:`)) localStorage.removeItem(name);
  for (const name of OWN) for (const row of await rowsOf(name, user)) await drop(name, row.key ?? row.user);
  await drop("keys", user);
}

// At log-out, after all was sent or whoever works here has said that it may go.
export async function forget(user) {
  await wipe(user);
  await forgetShell();
}

// The worker may still be keeping files: it is asked first, and given little time.
async function forgetShell() {
  const workers = ((await navigator.serviceWorker?.getRegistrations()) ?? []).map((one) => one.active).filter(Boolean);
  await Promise.all(workers.map((worker) => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    setTimeout(done, FORGET_MS);
    worker.postMessage({ forget: true }, [channel.port2]);
  })));
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith(SHELL)) await caches.delete(name);
}

// At log-out from another page: what is not yet sent stays.
export async function forgetSent(user) {
  const [works, records] = [await worksOf(user), await recordsOf(user)];
  if (works.every((work) => !changed(work).length) && !records.some(isWaiting)) return forget(user);
  for (const work of works) if (!changed(work).length) await dropWork(user, work.id);
  for (const record of records) if (!isWaiting(record)) await dropRecord(record.key);
  return dropDay(user);
}
