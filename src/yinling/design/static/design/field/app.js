/* The assessor's pages: an empty shell that shows what this device holds, and sends it when there is network. */
import { isEmpty } from "./basics.js";
import { clashPage, partPage, progressOf, reviewPage, stepLinks, stepsOf } from "./form.js";
import { listPage } from "./list.js";
import { absorb, changed, clashing, settle } from "./merge.js";
import { Outcome, ask, send, valuesOf } from "./sending.js";
import { drawState, keepShell } from "./shell.js";
import { allWorks, changeWork, dropWork, expire, forget, keepList, note, readList, readWork, recover, sealOld, strike, touch, worksOf } from "./store.js";
import { clock, element, say } from "./words.js";

const main = document.querySelector("[data-field]");
const page = main.querySelector("[data-field-page]");
const { user, base } = main.dataset;
const id = Number(location.pathname.slice(base.length).split("/")[0]) || 0;
const SEND_AFTER_MS = 800;
const AGAIN_AFTER_MS = 15000;
let work = null;
let outcome = Outcome.NOTHING;
let timer = 0;
let isLeaving = false; // a form that arrives now must not be kept any more

// ——— the state line, always in sight ———
async function count() {
  const works = await worksOf(user);
  const unsent = works.reduce((sum, one) => sum + changed(one).length, 0);
  const sentAt = Math.max(0, ...works.map((one) => one.sentAt ?? 0), Number(sessionStorage.getItem("field-sent-at")) || 0);
  return { unsent, sentAt, clashes: works.some((one) => clashing(one).length), refused: works.find((one) => one.refused)?.refused };
}

function lineOf({ unsent, sentAt, clashes, refused }) {
  const saved = say("saved");
  if (clashes) return ["bad", "alert-triangle", say("state_clash")];
  if (outcome === Outcome.LOGIN) return ["bad", "lock", say("state_login", { count: unsent })];
  if (outcome === Outcome.REFUSED && refused) return ["bad", "alert-triangle", refused];
  if (unsent) return ["warn", "upload", `${say("unsent", { count: unsent })} · ${saved}${isOffline() ? ` · ${say("no_network")}` : ""}`];
  if (isOffline()) return ["info", "info-circle", `${say("no_network")} · ${sentAt ? say("sent", { time: clock(sentAt) }) : saved}`];
  if (sentAt) return ["good", "check", say("sent", { time: clock(sentAt) })];
  return ["info", "device-floppy", saved];
}

async function showState() {
  const counted = await count();
  drawState(lineOf(counted), outcome === Outcome.LOGIN && counted.unsent ? main.dataset.login : "");
}

function isOffline() {
  return !navigator.onLine || outcome === Outcome.OFFLINE;
}

// ——— sending ———
function sendSoon(delay = SEND_AFTER_MS) {
  clearTimeout(timer);
  timer = setTimeout(sendAll, delay);
}

async function sendAll() {
  const waiting = (await worksOf(user)).filter((one) => changed(one).length && !clashing(one).length);
  let worst = waiting.length || outcome !== Outcome.OFFLINE ? Outcome.NOTHING : await reach();
  for (const one of waiting) {
    const result = await send(user, one.id, base);
    if (result !== Outcome.NOTHING && (worst === Outcome.NOTHING || result !== Outcome.SENT)) worst = result;
    if (result === Outcome.OFFLINE || result === Outcome.LOGIN) break;
  }
  outcome = worst;
  await afterSending();
}

async function reach() {
  return (await ask(`${base}list.json`)).outcome === Outcome.OFFLINE ? Outcome.OFFLINE : Outcome.NOTHING;
}

async function afterSending() {
  if (id && work) {
    const before = clashing(work).length;
    work = (await readWork(user, id)) ?? work;
    if (clashing(work).length !== before || location.hash === "#review") render();
  } else if (!id) await renderList();
  await showState();
  const counted = await count();
  if ((counted.unsent && !counted.clashes) || outcome === Outcome.OFFLINE) sendSoon(outcome === Outcome.SENT ? SEND_AFTER_MS : AGAIN_AFTER_MS);
}

// ——— fetching for the day ———
async function fetchForm(wanted) {
  const { outcome: result, given } = await ask(`${base}${wanted}/form.json`);
  if (result !== Outcome.SENT) {
    outcome = result;
    const known = await readWork(user, wanted);
    if (result === Outcome.REFUSED && known && !changed(known).length) await dropWork(user, wanted);
    return null;
  }
  const theirs = { version: given.version, values: valuesOf(given) };
  const { answers: _a, circumstances: _c, basics: _b, version: _v, ...form } = given;
  const start = { key: `${user}:${wanted}`, user, id: wanted, base: { version: 0, values: {} }, mine: {}, clashes: {} };
  return changeWork(user, wanted, (known) => isLeaving ? undefined : { ...absorb(known ?? start, theirs), form, theirName: form.other });
}

async function fetchList() {
  const { outcome: result, given } = await ask(`${base}list.json`);
  if (result !== Outcome.SENT) {
    outcome = result;
    return;
  }
  outcome = Outcome.NOTHING;
  if (!isLeaving) await touch(user);
  if (!isLeaving) await keepList({ user, fetchedAt: Date.now(), ...given });
  const open = given.assessments;
  for (const one of await worksOf(user)) {
    if (!open.some((entry) => entry.id === one.id) && !changed(one).length) await dropWork(user, one.id);
  }
  for (const entry of open) await fetchForm(entry.id);
}

// ——— showing ———
async function renderList() {
  const works = new Map((await worksOf(user)).map((one) => [one.id, one]));
  const strangers = (await allWorks()).filter((one) => one.user !== user && changed(one).length).length;
  page.replaceChildren(...listPage(await readList(user), works, { base, isOffline: isOffline(), strangers }).filter(Boolean));
}

function currentStep() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const steps = stepsOf(work.form);
  return steps.includes(wanted) ? wanted : steps[0];
}

async function choose(code, value) {
  note(user, id, code, value);
  work = await changeWork(user, id, (kept) => settle(kept ?? work, code, value));
  strike(user, id, code, value);
  document.getElementById(`item-${code}`)?.setAttribute("data-missing", String(isEmpty(value)));
  showProgress();
  await showState();
  sendSoon();
}

// What is being typed is noted at once and kept when the field is left.
function draft(code, value) {
  note(user, id, code, value);
}

async function accept(known) {
  for (const item of known) await choose(item.code, item.given);
  render();
  document.getElementById(`item-${known[0].code}`)?.focus({ preventScroll: true });
}

async function choosePair(code, value) {
  await choose(code, value);
  render({ moves: true });
}

function showProgress() {
  const { done, all } = progressOf(work);
  const bar = document.querySelector("[data-field-progress]");
  bar.hidden = false;
  bar.querySelector("progress").max = all;
  bar.querySelector("progress").value = done;
  bar.querySelector("[data-field-count]").textContent = say("answered", { done, all });
  const step = currentStep();
  document.querySelector(".field-steps")?.replaceWith(stepLinks(work, step));
  const part = work.form.parts.find((one) => one.code === step);
  const left = part?.items.filter((item) => isEmpty(work.mine[item.code])).length;
  const words = page.querySelector("[data-left]");
  if (words) words.textContent = left ? say("left_here", { count: left }) : say("complete_here");
}

function render({ moves = false } = {}) {
  const step = currentStep();
  const steps = stepsOf(work.form);
  const part = work.form.parts.find((one) => one.code === step);
  const at = steps.indexOf(step);
  const body = clashing(work).length
    ? clashPage(work, choosePair)
    : part
      ? partPage(work, part, { acts: { choose, draft, accept }, next: steps[at + 1], previous: steps[at - 1] })
      : reviewPage(work, { sign, giveBack, isOffline: isOffline() });
  page.replaceChildren(stepLinks(work, step), ...body.filter(Boolean));
  document.querySelector("[data-field-person]").textContent = work.form.person;
  document.title = `${work.form.person} · ${part?.name ?? say("review")}`;
  for (const link of page.querySelectorAll("[data-goto]")) link.addEventListener("click", (event) => goTo(event, link));
  showProgress();
  if (moves) {
    scrollTo(0, 0);
    page.querySelector("h1").focus({ preventScroll: true });
  }
}

function goTo(event, link) {
  event.preventDefault();
  const target = link.getAttribute("href").slice(1);
  history.pushState(null, "", `#${link.dataset.goto}`);
  render();
  const item = document.getElementById(target);
  item.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
}

// ——— signing ———
async function sign(isTicked) {
  const fault = page.querySelector("[data-sign-error]");
  if (!isTicked) {
    fault.textContent = say("sign_tick");
    return;
  }
  const { outcome: result, given } = await ask(`${base}${id}/signature`, { method: "POST", body: { version: work.base.version } });
  if (result === Outcome.SENT) {
    await dropWork(user, id);
    location.assign(given.url);
    return;
  }
  if (result === Outcome.CLASH || result === Outcome.REFUSED) await fetchForm(id);
  work = (await readWork(user, id)) ?? work;
  outcome = result === Outcome.REFUSED || result === Outcome.CLASH ? Outcome.NOTHING : result;
  if (clashing(work).length) render();
  await showState();
  const again = page.querySelector("[data-sign-error]");
  if (again) again.textContent = given?.refused ?? say(result === Outcome.LOGIN ? "sign_login" : result === Outcome.CLASH ? "sign_changed" : "sign_unsent");
}

async function giveBack(words) {
  const { outcome: result, given } = await ask(`${base}${id}/return`, { method: "POST", body: { words } });
  if (result === Outcome.SENT) await fetchForm(id);
  work = (await readWork(user, id)) ?? work;
  render();
  if (result === Outcome.SENT) location.hash = work.form.parts[0].code;
  else page.querySelector("[data-sign-error]").textContent = given?.refused ?? say("return_offline");
}

// ——— leaving ———
async function leave(event) {
  const form = event.target;
  const { unsent } = await count();
  if (unsent && !confirm(say("leave_unsent", { count: unsent }))) return;
  isLeaving = true;
  await forget(user);
  form.submit();
}

async function start() {
  document.querySelector("[data-field-leave] form")?.addEventListener("submit", (event) => { event.preventDefault(); leave(event); });
  addEventListener("online", () => sendSoon(0));
  addEventListener("offline", () => { outcome = Outcome.OFFLINE; showState(); if (work) render(); });
  addEventListener("hashchange", () => { if (work) render({ moves: true }); });
  navigator.storage?.persist?.();
  await expire(Number(main.dataset.keepDays));
  await sealOld(user);
  await recover(user, settle);
  if (id) {
    work = (await readWork(user, id)) ?? null;
    if (work) render();
    await showState();
    const before = JSON.stringify(work);
    await fetchForm(id);
    work = (await readWork(user, id)) ?? null;
    if (work && JSON.stringify(work) !== before) render();
    if (!work) page.replaceChildren(element("h1", {}, say("gone_title")), element("p", {}, say("gone")), element("p", {}, element("a", { href: base }, say("list_title"))));
  } else {
    await renderList();
    await showState();
    await fetchList();
    await renderList();
  }
  await showState();
  sendSoon(0);
  if (!isOffline()) await keepShell(main.dataset, () => isLeaving).catch(() => { document.querySelector("[data-field-ready]").textContent = say("not_ready"); });
  else document.querySelector("[data-field-ready]").textContent = "";
}

start();
