/* What this device keeps while an assessment is open: masked name, form and answers; one record per log-in and assessment. */
const NAME = "yinling-field";

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("works", { keyPath: "key" });
      asked.result.createObjectStore("lists", { keyPath: "user" });
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
export async function changeWork(user, id, change) {
  let kept;
  await within("works", "readwrite", (store) => {
    const asked = store.get(keyOf(user, id));
    asked.onsuccess = () => {
      kept = change(asked.result);
      if (kept) store.put(kept);
    };
    return asked;
  });
  return kept;
}

export const dropWork = (user, id) => within("works", "readwrite", (store) => store.delete(keyOf(user, id)));
export const readList = (user) => within("lists", "readonly", (store) => store.get(user));
export const keepList = (list) => within("lists", "readwrite", (store) => store.put(list));

export async function allWorks() {
  return (await within("works", "readonly", (store) => store.getAll())) ?? [];
}

export async function worksOf(user) {
  return (await allWorks()).filter((work) => work.user === user);
}

// Everything of one log-in: at log-out, after all was sent or the assessor has said that it may go.
export async function forget(user) {
  for (const work of await worksOf(user)) await dropWork(user, work.id);
  await within("lists", "readwrite", (store) => store.delete(user));
}
