/* What this device keeps: of an open assessment masked name, form and answers, one record per log-in and assessment; of a
   carer's day the visits, and each record under its own key. */
import { changed } from "./merge.js";

const NAME = "yinling-field";
const FORGET_MS = 3000;
const SHELL = "yinling-field-shell"; // how the caches of worker.js begin
const STORES = { works: "key", lists: "user", days: "user", records: "key" };

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function within(store, mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = base.transaction(store, mode);
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const keyOf = (user, id) => `${user}:${id}`;
export const readWork = (user, id) => within("works", "readonly", (store) => store.get(keyOf(user, id)));

// Reads, changes and keeps in one transaction: an answer given while another is sent is never lost.
async function changeIn(name, key, change) {
  let kept;
  await within(name, "readwrite", (store) => {
    const asked = store.get(key);
    asked.onsuccess = () => {
      kept = change(asked.result);
      if (kept) store.put(kept);
    };
    return asked;
  });
  return kept;
}

export const changeWork = (user, id, change) => changeIn("works", keyOf(user, id), change);
export const dropWork = (user, id) => within("works", "readwrite", (store) => store.delete(keyOf(user, id)));
export const readList = (user) => within("lists", "readonly", (store) => store.get(user));
export const keepList = (list) => within("lists", "readwrite", (store) => store.put(list));

// A carer's day, and what is recorded in it. `picture` is let go once it is sent.
export const readDay = (user) => within("days", "readonly", (store) => store.get(user));
export const keepDay = (day) => within("days", "readwrite", (store) => store.put(day));
export const dropDay = (user) => within("days", "readwrite", (store) => store.delete(user));
export const allRecords = async () => (await within("records", "readonly", (store) => store.getAll())) ?? [];
export const keepRecord = (record) => within("records", "readwrite", (store) => store.put(record));
export const changeRecord = (key, change) => changeIn("records", key, change);
export const dropRecord = (key) => within("records", "readwrite", (store) => store.delete(key));
export const isWaiting = (record) => record.state === "unsent" || record.state === "refused";

export async function recordsOf(user) {
  return (await allRecords()).filter((record) => record.user === user);
}

export async function allWorks() {
  return (await within("works", "readonly", (store) => store.getAll())) ?? [];
}

export async function worksOf(user) {
  return (await allWorks()).filter((work) => work.user === user);
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

// At log-out, after all was sent or the assessor has said that it may go.
export async function forget(user) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(`${NAME}:${user}:`)) localStorage.removeItem(name);
  for (const work of await worksOf(user)) await dropWork(user, work.id);
  for (const record of await recordsOf(user)) await dropRecord(record.key);
  await within("lists", "readwrite", (store) => store.delete(user));
  await dropDay(user);
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
