/* Opens the pages of assessors and carers without network: keeps the empty shell and the files it is made of, and nothing else.
   Answers and names are never in this cache; they are in the page's own store. */
const SCOPE = new URL(self.registration.scope).pathname;
const CACHE = `yinling-field-shell${SCOPE}`; // one for each kind of work
const SHELL_PATH = new RegExp(`^${SCOPE}(\\d+/)?$`);
const WAIT_MS = 4000;
const HASHED = /\.[0-9a-f]{12}\./;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells which files it has loaded, older ones are dropped; or that all is to be forgotten. One after the other.
let before = Promise.resolve();
self.addEventListener("message", (event) => {
  const act = event.data?.forget ? () => caches.delete(CACHE) : () => keep(event.data?.files ?? []);
  before = before.then(act).then(() => event.ports[0]?.postMessage("done"), () => {});
  event.waitUntil(before);
});

async function keep(files) {
  const cache = await caches.open(CACHE);
  const kept = new Map((await cache.keys()).map((request) => [new URL(request.url).pathname, request]));
  await Promise.all(files.filter((file) => !kept.has(file)).map((file) => cache.add(file)));
  for (const [path, request] of kept) {
    if (path !== SCOPE && !files.includes(path)) await cache.delete(request);
  }
}

function inTime(request) {
  return new Promise((done, failed) => {
    setTimeout(failed, WAIT_MS);
    fetch(request).then(done, failed);
  });
}

async function shell(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await inTime(request);
    if (answer.ok && answer.type === "basic" && !answer.redirected) await cache.put(SCOPE, answer.clone());
    return answer.status >= 500 ? ((await cache.match(SCOPE)) ?? answer) : answer;
  } catch {
    return (await cache.match(SCOPE)) ?? Response.error();
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept && HASHED.test(request.url)) return kept;
  try {
    const answer = await inTime(request);
    if (answer.ok && kept) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && SHELL_PATH.test(url.pathname)) event.respondWith(shell(request));
  else if (request.mode !== "navigate" && url.pathname.includes("/static/")) event.respondWith(file(request));
});
