/* The database of this device: what it holds, and one transaction at a time. */
const NAME = "yinling-field";
const STORES = { works: "key", lists: "user", days: "user", records: "key", pictures: "key", keys: "user" };

function opened() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 3);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

// `act` gets the stores in the order of `names`; what it asks for last is the answer. Throws where the device is full.
export async function within(names, mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = base.transaction(names, mode);
      const asked = act(...[names].flat().map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => done(asked?.result);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    base.close();
  }
}
