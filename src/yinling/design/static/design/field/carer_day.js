/* The carer's day: what the server did not take, the way as a map, the visits in their order. */
import { State, summary } from "./records.js";
import { drawWay, wayPart } from "./way.js";
import { badge, clock, dayOf, element, icon, say } from "./words.js";

const of = (records, kind) => records.filter((one) => one.kind === kind && one.state !== State.REFUSED && one.state !== State.DRAFT);
const SKEW_MINUTES_TOLD = 3;
export const arrivalIn = (records) => of(records, "arrival")[0];
export const leavingIn = (records) => of(records, "leaving").at(-1);

export function standing(visit, records) {
  if (visit.gone) return badge("bad", "circle-x", say("badge_gone"));
  const [arrival, leaving] = [arrivalIn(records), leavingIn(records)];
  if (leaving) return badge("good", "check", say("left", { time: clock(leaving.at) }));
  if (visit.state === "done") return badge("good", "circle-check", say("badge_done"));
  if (arrival) return badge("info", "walk", say("arrived", { time: clock(arrival.at) }));
  if (visit.state === "under_way") return badge("info", "walk", say("under_way"));
  return badge("off", "clock", say("badge_wait"));
}

export function unsentBadge(records) {
  const count = records.filter((one) => one.state === State.UNSENT).length;
  return count ? badge("warn", "upload", say("unsent", { count })) : null;
}

// What may cost a record, each with what to do about it.
export function warnings({ skewMs, room, days }) {
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const words = [
    minutes >= SKEW_MINUTES_TOLD ? say(skewMs > 0 ? "clock_behind" : "clock_ahead", { minutes }) : "",
    room === null ? "" : say("room_little", { megabytes: Math.max(0, Math.round(room / 1e6)) }),
    days === null ? "" : say("days_left", { days }),
  ];
  return words.filter(Boolean).map((one) => element("p", { class: "field-note y-tone-bad", "data-warning": true }, icon("alert-triangle"), ` ${one}`));
}

function card(visit, number, records) {
  return element("li", { class: "field-card" },
    element("h2", {}, element("a", { href: `#${visit.id}` }, element("span", { class: "carer-time" }, visit.starts), ` ${visit.person}${say("comma")}${visit.service}`)),
    visit.gone ? element("p", { class: "field-why" }, visit.gone) : null,
    visit.address ? element("p", {}, icon("map-pin"), ` ${number}. ${visit.address}`) : element("p", {}, `${number}. ${visit.area}`),
    element("p", { class: "field-card-foot" }, standing(visit, records), unsentBadge(records),
      visit.companions.length ? element("span", {}, say("with", { name: visit.companions.join("、") })) : null));
}

export function refusedPart(records, acts) {
  const refused = records.filter((one) => one.state === State.REFUSED);
  if (!refused.length) return null;
  const visits = [...new Set(refused.map((one) => one.about.id))];
  return element("section", { class: "field-clash", "aria-labelledby": "refused-title", "data-refused": true },
    element("h2", { id: "refused-title" }, icon("alert-triangle"), " ", say("refused_title", { count: refused.length })),
    element("p", {}, say("refused_help")),
    visits.map((id) => refusedOf(refused.filter((one) => one.about.id === id), acts)));
}

function refusedOf(records, acts) {
  const id = `office-note-${records[0].about.id}`;
  const box = element("textarea", { id, class: "field-text", rows: 2, maxlength: 120 });
  return element("div", { class: "carer-part" },
    element("h3", {}, records[0].about.title),
    [...new Set(records.map((one) => one.reason))].map((reason) => element("p", { class: "field-why" }, reason)),
    element("ul", {}, records.map((one) => element("li", {}, summary(one)))),
    element("label", { for: id }, say("office_note")), box,
    element("div", { class: "field-turn" },
      element("button", { type: "button", class: "y-button y-primary", onclick: () => acts.giveToOffice(records, box.value) }, say("give_to_office")),
      element("button", { type: "button", class: "y-button y-secondary", onclick: () => acts.giveUp(records) }, say("give_up"))));
}

const stopsOf = (visits) => visits.map((one, index) => (
  { number: index + 1, place: one.gone ? null : one.place, text: one.starts, url: `#${one.id}`, tone: one.state === "done" ? "good" : "info" }));

export const drawMap = (page, visits, ground) => drawWay(page, stopsOf(visits), ground);

function cards(visits, records, empty) {
  const own = (visit) => records.filter((one) => one.about.id === visit.id);
  if (!visits.length) return element("div", { class: "y-empty" }, element("p", {}, say(empty)));
  return element("ol", { class: "field-cards" }, visits.map((visit, index) => card(visit, index + 1, own(visit))));
}

// Tomorrow is for reading only: what happens is recorded on its own day.
function tomorrowPart(day, today) {
  if (!day) return null;
  const visits = day.visits.filter((one) => one.on > today);
  if (!visits.length) return element("p", { class: "carer-tomorrow", "data-tomorrow": true }, say("tomorrow_empty"));
  return element("section", { class: "carer-tomorrow", "aria-labelledby": "tomorrow-title", "data-tomorrow": true },
    element("h2", { id: "tomorrow-title" }, say("tomorrow"), element("small", {}, ` ${visits[0].on}${say("comma")}${say("count_visits", { count: visits.length })}`)),
    element("p", { class: "y-help" }, say("tomorrow_help")), cards(visits, [], ""));
}

export function dayPage(day, records, { today, isOffline, strangers, isSealed, keepDays, warned, acts }) {
  const visits = (day?.visits ?? []).filter((one) => one.on === today);
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, say("list_title"), day ? element("small", {}, ` ${today}`) : null),
    ...warned,
    isOffline ? element("p", { class: "field-note" }, day ? say("list_offline", { time: clock(day.fetchedAt), day: dayOf(day.fetchedAt) === today ? "" : dayOf(day.fetchedAt) }) : say("list_none")) : null,
    strangers ? element("p", { class: "field-note" }, say("strangers", { count: strangers })) : null,
    refusedPart(records, acts),
    cards(visits, records, day ? "list_empty" : isOffline ? "list_none_short" : "list_loading"),
    wayPart(stopsOf(visits)),
    tomorrowPart(day?.on === today ? day : null, today),
    element("p", { class: "field-keeps" }, icon("lock"), element("span", {}, say("keeps", { days: keepDays }), isSealed ? "" : element("strong", {}, say("not_sealed")))),
  ];
}
