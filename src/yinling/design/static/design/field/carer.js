/* The carer's pages: an empty shell that shows the day this phone holds, records what happens, and sends it. */
import { hasOwnReader, place } from "./capture.js";
import { dayPage, drawMap, leavingIn, warnings } from "./carer_day.js";
import { refreshVisit, tasksIn, visitPage } from "./carer_visit.js";
import { State, file, giveToOffice, giveUpRecords, mayLeave, sendRecords, summary } from "./records.js";
import { Outcome, ask } from "./sending.js";
import { drawState, keepShell } from "./shell.js";
import { daysLeft, dropDay, dropRecord, expire, forget, isWaiting, keepDay, keepRecord, readDay, recordsOf, sealOld, strangersWaiting, touch } from "./store.js";
import { clock, dayOf, element, say } from "./words.js";

const main = document.querySelector("[data-field]");
const page = main.querySelector("[data-field-page]");
const { user } = main.dataset;
const SEND_AFTER_MS = 400;
const AGAIN_AFTER_MS = 15000;
const SAID_MS = 6000;
const ROOM_BYTES_MIN = 30_000_000; // some dozens of pictures
const KEEP_DAYS = Number(main.dataset.keepDays);
let outcome = Outcome.NOTHING;
let timer = 0;
let isSending = false;
let isLeaving = false; // a day that arrives now must not be kept any more
let draft = null;
let said = "";
let skewMs = 0; // how far the server's clock runs before the phone's, as last seen
let isSealed = true;

const today = () => dayOf(Date.now() + skewMs);
const current = () => Number(location.hash.slice(1)) || 0;
const isOffline = () => !navigator.onLine || outcome === Outcome.OFFLINE;

// ——— the state line, always in sight ———
function lineOf(records) {
  const count = records.filter((one) => one.state === State.UNSENT).length;
  const refused = records.filter((one) => one.state === State.REFUSED).length;
  const sentAt = Math.max(0, ...records.map((one) => one.sentAt ?? 0));
  if (outcome === Outcome.LOGIN && count) return ["bad", "lock", say("state_login", { count })];
  if (count) return ["warn", "upload", `${say("unsent", { count })} · ${say("saved")}${isOffline() ? ` · ${say("no_network")}` : ""}`];
  if (refused) return ["bad", "alert-triangle", say("state_refused", { count: refused })];
  if (isOffline()) return ["info", "info-circle", `${say("no_network")} · ${sentAt ? say("sent", { time: clock(sentAt) }) : say("saved")}`];
  return sentAt ? ["good", "check", say("sent", { time: clock(sentAt) })] : ["info", "device-floppy", say("saved")];
}

async function showState() {
  const records = await recordsOf(user);
  const needsLogin = outcome === Outcome.LOGIN && records.some((one) => one.state === State.UNSENT);
  drawState(lineOf(records), needsLogin ? main.dataset.login : "");
}

// ——— sending and fetching ———
function sendSoon(delay = SEND_AFTER_MS) {
  clearTimeout(timer);
  timer = setTimeout(sendAll, delay);
}

async function sendAll() {
  if (isSending || isLeaving) return;
  isSending = true;
  try {
    const before = (await recordsOf(user)).filter((one) => one.state === State.UNSENT).length;
    outcome = before ? await sendRecords(user, main.dataset.records) : outcome;
    if (before && outcome !== Outcome.OFFLINE) await fetchDay();
    else if (!before && outcome === Outcome.OFFLINE) await fetchDay();
    if (before || outcome !== Outcome.OFFLINE) await refresh();
  } finally {
    isSending = false;
  }
  await showState();
  const left = (await recordsOf(user)).some((one) => one.state === State.UNSENT);
  if ((left && outcome !== Outcome.LOGIN) || outcome === Outcome.OFFLINE) sendSoon(AGAIN_AFTER_MS);
}

async function fetchDay() {
  const known = await readDay(user);
  const old = new Map((known?.visits ?? []).filter((one) => one.on >= today()).map((one) => [one.id, one]));
  const asked = Date.now();
  const { outcome: result, given } = await ask(`${main.dataset.day}?has=${[...old.keys()].join(",")}`);
  outcome = result === Outcome.SENT ? Outcome.NOTHING : result;
  if (result !== Outcome.SENT || isLeaving) return;
  skewMs = Math.round(Date.parse(given.now) - (asked + Date.now()) / 2);
  await touch(user);
  const records = await recordsOf(user);
  const gone = Object.entries(given.gone).filter(([id]) => old.has(Number(id))).map(([id, words]) => ({ ...old.get(Number(id)), gone: words, address: "", door_note: "", place: null }));
  const visits = [...given.visits.map((one) => merged(one, old.get(one.id), records)), ...gone];
  visits.sort((one, other) => one.on.localeCompare(other.on) || one.starts.localeCompare(other.starts) || one.id - other.id);
  await keepDay({ user, on: given.on, fetchedAt: Date.now(), skewMs, visits, ground: given.ground });
  await tidy(given.on);
}

// The phone keeps addresses that it was told before; what is finished and sent needs none any more.
function merged(visit, old, records) {
  const own = records.filter((one) => one.about.id === visit.id);
  if (leavingIn(own)?.state === State.SENT && !own.some(isWaiting)) return { ...visit, address: "", door_note: "", place: null };
  return { ...visit, address: visit.address ?? old?.address ?? "", door_note: visit.door_note ?? old?.door_note ?? "" };
}

// A day that is over goes; so does what was recorded in it, but for what the server has not got.
async function tidy(on) {
  for (const record of await recordsOf(user)) if (record.about.on < on && !isWaiting(record)) await dropRecord(record.key);
  const day = await readDay(user);
  const visits = (day?.visits ?? []).filter((one) => one.on >= on);
  if (day && !visits.length && day.on < on) await dropDay(user);
  else if (day && visits.length < day.visits.length) await keepDay({ ...day, visits });
}

// ——— showing ———
async function render({ moves = false } = {}) {
  const [day, records] = [await readDay(user), await recordsOf(user)];
  const visit = day?.visits.find((one) => one.id === current());
  if (visit) await showVisit(visit, records.filter((one) => one.about.id === visit.id));
  else if (current()) page.replaceChildren(element("h1", { tabindex: "-1" }, say("list_title")), element("p", {}, say("gone")), element("p", {}, element("a", { href: "#" }, say("all_visits"))));
  else await showDay(day, records);
  document.querySelector("[data-field-person]").textContent = visit?.person ?? "";
  document.title = visit ? `${visit.starts} ${visit.service}` : say("list_title");
  if (moves) {
    scrollTo(0, 0);
    page.querySelector("h1").focus({ preventScroll: true });
  }
  await showState();
}

async function showDay(day, records) {
  const strangers = await strangersWaiting(user);
  const about = { today: today(), isOffline: isOffline(), strangers, isSealed, keepDays: KEEP_DAYS, warned: await warned(records), acts };
  page.replaceChildren(...dayPage(day, records, about).filter(Boolean));
  drawMap(page, (day?.visits ?? []).filter((one) => one.on === today()), day?.ground);
}

// What may cost the carer a record: a wrong clock, no room, days without network.
async function warned(records) {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const days = records.some(isWaiting) ? await daysLeft(user, KEEP_DAYS) : KEEP_DAYS;
  return warnings({ skewMs, room: quota - usage < ROOM_BYTES_MIN ? quota - usage : null, days: days * 2 < KEEP_DAYS ? days : null });
}

const draftKey = (id) => `draft:${user}:${id}`;

async function showVisit(visit, records) {
  const empty = { key: draftKey(visit.id), user, about: { id: visit.id, on: visit.on }, state: State.DRAFT, tasks: {}, extras: [], note: "" };
  // What is being ticked is ahead of what is stored.
  if (draft?.key !== empty.key) draft = records.find((one) => one.state === State.DRAFT) ?? empty;
  const told = element("p", { class: "carer-said", role: "status", hidden: !said, "data-said": true }, said);
  if (said) setTimeout(() => told.remove(), SAID_MS);
  said = "";
  const about = { today: today(), warned: await warned(records), acts };
  page.replaceChildren(told, ...visitPage(visit, records.filter((one) => one.state !== State.DRAFT), draft, about).filter(Boolean));
}

// What came from the server must not take the page away under the finger that writes on it.
async function refresh() {
  const [day, records] = [await readDay(user), await recordsOf(user)];
  const visit = day?.visits.find((one) => one.id === current());
  if (!visit || !page.querySelector("[data-records]") || (visit.gone && !page.querySelector("[data-gone]"))) return render();
  refreshVisit(page, visit, records.filter((one) => one.about.id === visit.id && one.state !== State.DRAFT), acts);
  return showState();
}

// ——— what the carer does ———
// One after the other, each as the draft then stands: an older one never comes last.
let saving = Promise.resolve();
function saveDraft() {
  const own = draft;
  saving = saving.catch(() => {}).then(() => keepRecord(own));
  return saving;
}

// `filed` changes the draft once its content is kept as a record.
async function keep(visit, kind, data, picture = null, filed = null) {
  const heading = document.activeElement?.closest("section")?.querySelector("h2")?.id;
  const record = await file(user, visit, kind, data, picture);
  if (filed) {
    filed(draft);
    await saveDraft();
  }
  said = `${said} ${say("recorded", { what: summary(record) })}`.trim();
  sendSoon();
  await render();
  document.getElementById(heading)?.focus({ preventScroll: true });
}

async function keepTasks(visit) {
  const tasks = tasksIn(visit, draft);
  if (JSON.stringify(tasks) === draft.filed) return tell(say("tasks_same"));
  await keep(visit, "tasks", { tasks }, null, (one) => { one.filed = JSON.stringify(tasks); });
}

async function keepNote(visit) {
  const text = draft.note.trim();
  await keep(visit, "note", { text }, null, (one) => { one.note = one.note.trim() === text ? "" : one.note; });
}

async function door(visit, kind, code, fault) {
  fault.replaceChildren(say("locating"));
  const found = await place();
  if (kind === "leaving") await fileDrafts(visit);
  await keep(visit, kind, { ...found, ...(code ? { code } : {}) });
  if (!code && found.longitude === undefined) page.querySelector("[data-said]")?.append(` ${say("place_refused")}`);
}

// Who leaves has perhaps ticked and written without pressing a button.
async function fileDrafts(visit) {
  const tasks = tasksIn(visit, draft);
  if (tasks.length && JSON.stringify(tasks) !== draft.filed) await keepTasks(visit);
  if (draft.note.trim()) await keepNote(visit);
}

// What could not be kept is said until the next touch succeeds; what was written, signed or taken stays where it is.
function tell(words, again = null) {
  page.querySelector("[data-said]")?.remove();
  const button = again && element("button", { type: "button", class: "y-button y-secondary", onclick: again }, say("try_again"));
  const told = element("div", { class: `carer-said${again ? " carer-said-bad" : ""}`, role: again ? "alert" : "status", "data-said": true }, element("p", {}, words), button);
  page.prepend(told);
  if (!again) setTimeout(() => told.remove(), SAID_MS);
}

const tries = (act) => async function tried(...given) {
  try {
    await act(...given);
  } catch (fault) {
    tell(say(fault?.name === "QuotaExceededError" ? "storage_full" : "not_kept"), () => tried(...given));
  }
};

// A second touch while the first is still being kept is the same touch. Pictures come one by one anyhow.
const busy = new Set();
const once = (name, act) => tries(async (...given) => {
  const mark = `${name} ${typeof given[1] === "string" ? given[1] : ""}`;
  if (busy.has(mark)) return;
  busy.add(mark);
  try {
    await act(...given);
  } finally {
    busy.delete(mark);
  }
});

async function keepDraft(change, isShown = false) {
  change(draft);
  await saveDraft();
  if (isShown) await render();
}

async function give(records, words) {
  await giveToOffice(user, records, words);
  sendSoon(0);
  await render({ moves: true });
}

async function giveUp(records) {
  if (await giveUpRecords(records)) await render({ moves: true });
}

const acts = {
  keep: once("keep", keep), keepPicture: tries(keep), keepTasks: once("tasks", keepTasks), keepNote: once("note", keepNote), door: once("door", door),
  giveToOffice: once("give", give), giveUp: once("give", giveUp), draft: tries(keepDraft),
  file: (visit, kind, data, picture) => file(user, visit, kind, data, picture),
  say: (words) => { said = words; },
};

async function leave(event) {
  if (!await mayLeave(user)) return;
  isLeaving = true;
  await forget(user);
  event.target.submit();
}

async function start() {
  document.querySelector("[data-field-leave] form")?.addEventListener("submit", (event) => { event.preventDefault(); leave(event); });
  addEventListener("online", () => { outcome = Outcome.NOTHING; sendSoon(0); });
  addEventListener("offline", () => { outcome = Outcome.OFFLINE; if (current()) showState(); else render(); });
  addEventListener("hashchange", () => render({ moves: true }));
  navigator.storage?.persist?.();
  await expire(KEEP_DAYS);
  isSealed = await sealOld(user);
  skewMs = (await readDay(user))?.skewMs ?? 0;
  await tidy(today());
  await render();
  await fetchDay();
  await refresh();
  sendSoon(0);
  if (!isOffline()) await keepShell(main.dataset, () => isLeaving, (await hasOwnReader()) ? [] : [main.dataset.decoder]).catch(() => { document.querySelector("[data-field-ready]").textContent = say("not_ready"); });
  else document.querySelector("[data-field-ready]").textContent = "";
}

start();
