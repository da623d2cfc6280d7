/* The visitor's pages: an empty shell that shows the round this phone holds, keeps each visit, and sends it. */
import { place } from "./capture.js";
import { State, file, giveUpRecords, mayLeave, sendRecords } from "./records.js";
import { Outcome, ask } from "./sending.js";
import { drawState, keepShell } from "./shell.js";
import { daysLeft, dropDay, dropRecord, expire, forget, isWaiting, keepDay, keepRecord, pictureOf, readDay, recordsOf, sealOld, touch } from "./store.js";
import { drawRound, roundPage, stopPage } from "./visitor_round.js";
import { clock, dayOf, element, say } from "./words.js";

const main = document.querySelector("[data-field]");
const page = main.querySelector("[data-field-page]");
const { user } = main.dataset;
const SEND_AFTER_MS = 400;
const AGAIN_AFTER_MS = 15000;
const SAID_MS = 6000;
const KEEP_DAYS = Number(main.dataset.keepDays);
let outcome = Outcome.NOTHING;
let timer = 0;
let isSending = false;
let isKeeping = false;
let isLeaving = false; // a round that arrives now must not be kept any more
let isSealed = true;
let draft = null;
let said = "";

const today = () => dayOf(Date.now());
const current = () => Number(location.hash.slice(1)) || 0;
const isOffline = () => !navigator.onLine || outcome === Outcome.OFFLINE;

function lineOf(records) {
  const count = records.filter((one) => one.state === State.UNSENT).length;
  const refused = records.filter((one) => one.state === State.REFUSED).length;
  const sentAt = Math.max(0, ...records.map((one) => one.sentAt ?? 0));
  if (outcome === Outcome.LOGIN) return ["bad", "lock", say("state_login", { count })];
  if (count) return ["warn", "upload", `${say("unsent", { count })} · ${say("saved")}${isOffline() ? ` · ${say("no_network")}` : ""}`];
  if (refused) return ["bad", "alert-triangle", say("state_refused", { count: refused })];
  if (isOffline()) return ["info", "info-circle", say("no_network")];
  return sentAt ? ["good", "check", say("sent", { time: clock(sentAt) })] : ["info", "device-floppy", say("saved")];
}

async function showState() {
  drawState(lineOf(await recordsOf(user)), outcome === Outcome.LOGIN ? main.dataset.login : "");
}

// ——— sending and fetching ———
function sendSoon(delay = SEND_AFTER_MS) {
  clearTimeout(timer);
  timer = setTimeout(sendAll, delay);
}

const unsent = async () => (await recordsOf(user)).filter((one) => one.state === State.UNSENT).length;

async function sendAll() {
  if (isSending || isLeaving) return;
  isSending = true;
  try {
    const before = await unsent();
    if (before) outcome = await sendRecords(user, main.dataset.records);
    if (before ? outcome !== Outcome.OFFLINE : outcome === Outcome.OFFLINE) await fetchRound();
    if (!current()) await render();
  } finally {
    isSending = false;
  }
  await showState();
  if (((await unsent()) && outcome !== Outcome.LOGIN) || outcome === Outcome.OFFLINE) sendSoon(AGAIN_AFTER_MS);
}

// The phone keeps addresses that it was told before.
async function fetchRound() {
  const known = await readDay(user);
  const old = new Map((known?.on === today() ? known.stops : []).map((one) => [one.id, one]));
  const { outcome: result, given } = await ask(`${main.dataset.day}?has=${[...old.keys()].join(",")}`);
  outcome = result === Outcome.SENT ? Outcome.NOTHING : result;
  if (result !== Outcome.SENT || isLeaving) return;
  await touch(user);
  const stops = given.stops.map((one) => ({ ...one, address: one.address ?? old.get(one.id)?.address ?? "", phone: one.phone ?? old.get(one.id)?.phone ?? "" }));
  await keepDay({ user, ...given, stops, fetchedAt: Date.now() });
}

// A day that is over goes; so does what was told in it, but for what the server has not got.
async function tidy() {
  for (const record of await recordsOf(user)) if (record.about.on < today() && !isWaiting(record)) await dropRecord(record.key);
  if ((await readDay(user))?.on < today()) await dropDay(user);
}

// ——— showing ———
async function render({ moves = false } = {}) {
  const [day, records] = [await readDay(user), await recordsOf(user)];
  const stop = day?.stops.find((one) => one.id === current());
  const told = element("p", { class: "carer-said", role: "status", hidden: !said }, said);
  if (said) setTimeout(() => told.remove(), SAID_MS);
  said = "";
  if (stop) page.replaceChildren(told, ...stopPage(stop, day, await draftOf(stop, records), acts).filter(Boolean));
  else if (current()) page.replaceChildren(element("h1", { tabindex: "-1" }, say("list_title")), element("p", {}, say("gone")), element("p", {}, element("a", { href: "#" }, say("all_stops"))));
  else {
    const about = { today: today(), isOffline: isOffline(), isSealed, keepDays: KEEP_DAYS, daysLeft: records.some(isWaiting) ? await daysLeft(user, KEEP_DAYS) : KEEP_DAYS, acts };
    page.replaceChildren(told, ...roundPage(day, records, about).filter(Boolean));
    drawRound(page, day, records, about.today);
  }
  document.querySelector("[data-field-person]").textContent = stop?.person ?? "";
  if (moves) {
    scrollTo(0, 0);
    page.querySelector("h1").focus({ preventScroll: true });
  }
  await showState();
}

// ——— what the visitor does ———
const draftKey = (id) => `draft:${user}:${id}`;

// What is being ticked is ahead of what is stored.
async function draftOf(stop, records) {
  const key = draftKey(stop.id);
  if (draft?.key === key) return draft;
  const empty = { key, user, about: { id: stop.id, on: stop.on, title: "" }, state: State.DRAFT, findings: [], way: "home", text: "", picture: false };
  draft = records.find((one) => one.key === key) ?? empty;
  return draft;
}

// One after the other, each as the draft then stands: an older one never comes last.
let saving = Promise.resolve();
function saveDraft(picture = null) {
  const own = { ...draft };
  saving = saving.catch(() => {}).then(() => keepRecord(own, picture));
  return saving;
}

async function keep(stop, fault) {
  if (isKeeping) return;
  isKeeping = true;
  try {
    fault.replaceChildren(say("locating"));
    const { findings, way, text } = draft;
    const picture = draft.picture ? await pictureOf({ key: draft.key, picture: true }) : null;
    await saving.catch(() => {});
    await file(user, { id: stop.id, on: today(), starts: stop.arrives, service: "", person: stop.person }, "welfare", { findings, way, text: text.trim(), ...(await place()) }, picture);
    await dropRecord(draft.key);
    draft = null;
    said = say("kept", { person: stop.person });
    location.hash = "";
  } catch (full) {
    fault.replaceChildren(say(full?.name === "QuotaExceededError" ? "storage_full" : "not_kept"));
  } finally {
    isKeeping = false;
  }
  sendSoon();
}

async function giveUp(records) {
  if (await giveUpRecords(records)) await render({ moves: true });
}

const acts = {
  keep, giveUp,
  draft: (change) => { change(draft); return saveDraft(); },
  picture: (picture) => { draft.picture = true; return saveDraft(picture); },
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
  await tidy();
  await render();
  await fetchRound();
  if (!current() || !draft) await render();
  sendSoon(0);
  if (!isOffline()) await keepShell(main.dataset, () => isLeaving).catch(() => { document.querySelector("[data-field-ready]").textContent = say("not_ready"); });
  else document.querySelector("[data-field-ready]").textContent = "";
}

start();
