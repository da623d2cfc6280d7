/* Sends what is not yet sent. The same content is sent under the same key, so that the server counts it once. */
import { absorb, changed, clashing, split } from "./merge.js";
import { changeWork, readWork } from "./store.js";
import { say } from "./words.js";

export const Outcome = Object.freeze({
  SENT: "sent", NOTHING: "nothing", OFFLINE: "offline", LOGIN: "login", CLASH: "clash", REFUSED: "refused",
});

export async function ask(url, { method = "GET", body } = {}) {
  if (!navigator.onLine) return { outcome: Outcome.OFFLINE };
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRFToken"] = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  }
  let answer;
  try {
    answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), redirect: "manual", cache: "no-store" });
  } catch {
    return { outcome: Outcome.OFFLINE };
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !isJson)) return { outcome: Outcome.LOGIN };
  if (answer.status >= 500 || (answer.ok && !isJson)) return { outcome: Outcome.OFFLINE };
  const given = isJson ? await answer.json() : {};
  if (answer.status === 409 && given.theirs) return { outcome: Outcome.CLASH, given };
  if (!answer.ok) return { outcome: Outcome.REFUSED, given };
  return { outcome: Outcome.SENT, given };
}

export function valuesOf(given) {
  return { ...given.basics, ...given.circumstances, ...given.answers };
}

function isSame(one, other) {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

export function newKey() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

function pendingOf(work) {
  if (work.pending && work.pending.version === work.base.version && isSame(work.pending.values, work.mine)) return work.pending;
  return { key: newKey(), version: work.base.version, values: { ...work.mine } };
}

// One attempt; what was answered meanwhile stays unsent and is sent by the next.
export async function send(user, id, base) {
  const before = await readWork(user, id);
  if (!before || !changed(before).length) return Outcome.NOTHING;
  if (clashing(before).length) return Outcome.CLASH;
  const { pending } = await changeWork(user, id, (work) => ({ ...work, pending: pendingOf(work) }));
  const body = { key: pending.key, version: pending.version, ...split(before.form, pending.values) };
  const { outcome, given } = await ask(`${base}${id}/answers`, { method: "POST", body });
  const after = await changeWork(user, id, (work) => work && noted(work, pending, outcome, given));
  if (outcome !== Outcome.CLASH || !after) return outcome;
  return clashing(after).length ? Outcome.CLASH : send(user, id, base);
}

function noted(work, pending, outcome, given) {
  if (outcome === Outcome.SENT) {
    return { ...work, base: { version: given.version, values: pending.values }, pending: null, sentAt: Date.now(), refused: "" };
  }
  if (outcome === Outcome.CLASH) {
    const theirs = { version: given.theirs.version, values: valuesOf(given.theirs) };
    return { ...absorb(work, theirs), pending: null, theirName: given.theirs.by };
  }
  return outcome === Outcome.REFUSED ? { ...work, refused: given.refused ?? say("not_yours") } : work;
}
