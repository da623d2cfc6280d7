/* What a carer records: kept on the phone first, sent when there is network, each under the key it was given here. */
import { Outcome, ask, newKey } from "./sending.js";
import { changeRecord, dropPicture, dropRecord, isWaiting, keepRecord, pictureOf, recordsOf } from "./store.js";
import { clock, say } from "./words.js";

export const State = Object.freeze({ UNSENT: "unsent", SENT: "sent", REFUSED: "refused", DRAFT: "draft" });
const BATCH_MAX = 20;
const TEXT_MAX = 380;
let last = 0;

// `visit` is copied as far as the record must be understood without the day's list.
export async function file(user, visit, kind, data, picture = null) {
  last = Math.max(Date.now(), last + 1); // two records of one moment keep their order
  const now = new Date(last);
  const about = { id: visit.id, on: visit.on, title: `${visit.starts} ${visit.service} ${visit.person}`, ticket: visit.ticket };
  const record = { key: newKey(), user, about, kind, data, picture: Boolean(picture), at: now.getTime(), said_at: now.toISOString(), state: State.UNSENT };
  await keepRecord(record, picture);
  return record;
}

async function itemOf(record) {
  const { key, about, kind, data, said_at } = record;
  const picture = record.picture && { picture: await pictureOf(record) };
  return { ...data, key, kind, visit: about.id, ticket: about.ticket, said_at, ...picture };
}

// Pictures go one by one, the rest by the score; always in the order in which things happened.
function batches(records) {
  const found = [];
  for (const record of records) {
    const last = found.at(-1);
    if (last && !record.picture && !last[0].picture && last.length < BATCH_MAX) last.push(record);
    else found.push([record]);
  }
  return found;
}

export async function sendRecords(user, url) {
  const waiting = (await recordsOf(user)).filter((one) => one.state === State.UNSENT).sort((a, b) => a.at - b.at);
  let worst = Outcome.NOTHING;
  for (const batch of batches(waiting)) {
    worst = await sendBatch(batch, url);
    if (worst === Outcome.OFFLINE || worst === Outcome.LOGIN) break;
  }
  return worst;
}

async function sendBatch(batch, url) {
  const { outcome, given } = await ask(url, { method: "POST", body: { items: await Promise.all(batch.map(itemOf)) } });
  if (outcome === Outcome.REFUSED && batch.length > 1) {
    for (const record of batch) await sendBatch([record], url);
    return Outcome.SENT;
  }
  if (outcome === Outcome.REFUSED) await changeRecord(batch[0].key, (kept) => kept && refused(kept, given.refused));
  if (outcome === Outcome.SENT) for (const answer of given.items) await settle(answer);
  return outcome;
}

// The picture goes only after it is noted that the server has it.
async function settle(answer) {
  await changeRecord(answer.key, (kept) => kept && noted(kept, answer));
  if (answer.outcome !== "refused") await dropPicture(answer.key);
}

const refused = (record, reason) => ({ ...record, state: State.REFUSED, reason: reason || say("not_taken") });

function noted(record, answer) {
  if (answer.outcome === "refused") return refused(record, answer.reason);
  return { ...record, state: State.SENT, sentAt: Date.now(), told: answer.told, picture: false };
}

// What the server did not take becomes a note to the office, pictures each with one; then it is no longer here.
export async function giveToOffice(user, records, words) {
  const note = words.trim() ? `${words.trim()}。` : "";
  const lines = records.map((record) => summary(record)).join("；");
  const visit = visitOf(records[0]);
  await file(user, visit, "left_over", { text: say("left_over_text", { lines, note }).slice(0, TEXT_MAX) });
  for (const record of records.filter((one) => one.picture)) {
    await file(user, visit, "left_over", { text: say("left_over_text", { lines: summary(record), note: "" }) }, await pictureOf(record));
  }
  for (const record of records) await dropRecord(record.key);
}

function visitOf({ about }) {
  const [starts, service, ...person] = about.title.split(" ");
  return { ...about, starts, service, person: person.join(" ") };
}

export function nameOf(record) {
  return { left_over: say("given_to_office"), trouble: say("trouble") }[record.kind] ?? say(record.kind);
}

export function detail({ kind, data }) {
  if (kind === "tasks") return data.tasks.map((task) => `${task.name}${say("colon")}${say(`task_${task.state}`)}`).join(say("comma"));
  if (kind === "trouble") return [say(`trouble_${data.trouble}`), data.text].filter(Boolean).join(say("comma"));
  if (kind === "arrival" || kind === "leaving") return [data.code ? say("by_code") : "", data.longitude === undefined ? "" : say("by_place")].filter(Boolean).join(say("comma"));
  return data.text ?? "";
}

export function summary(record) {
  const more = detail(record);
  return `${clock(record.at)} ${nameOf(record)}${more ? `（${more}）` : ""}`;
}

// Whoever recorded it takes it back; whether it was.
export async function giveUpRecords(records) {
  if (!confirm(say("give_up_sure"))) return false;
  for (const record of records) await dropRecord(record.key);
  return true;
}

// Logging out drops what is on the phone: whether that is wanted where something still waits.
export async function mayLeave(user) {
  const waiting = (await recordsOf(user)).filter(isWaiting).length;
  return !waiting || confirm(say("leave_unsent", { count: waiting }));
}
