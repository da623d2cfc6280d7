/* The visitor's round: who today and in which order, one visit in a touch or two, and what was told today. */
import { small } from "./capture.js";
import { State } from "./records.js";
import { drawWay, wayPart } from "./way.js";
import { badge, clock, dayOf, element, icon, say } from "./words.js";

const NOTE_MAX = 500;
const isTold = (record) => record.state !== State.DRAFT;
const wordsOf = (choices, ids) => ids.map((id) => choices.find((one) => one.id === id)?.words ?? id).join(say("comma"));
const button = (tone, words, onclick, name = "") => element("button", { type: "button", class: `y-button y-${tone}`, onclick }, name ? icon(name) : null, words);

function urgency(stop) {
  if (stop.is_urgent) return badge("bad", "alert-triangle", say("urgent"));
  return stop.days_late ? badge("warn", "clock", say("late", { days: stop.days_late })) : null;
}

const nameOf = (stop) => [stop.person, stop.age === null ? "" : say("age", stop)].filter(Boolean).join(" ");

function card(stop) {
  return element("li", { class: "field-card" },
    element("h2", {}, element("a", { href: `#${stop.id}` }, element("span", { class: "carer-time" }, [`${stop.number}.`, stop.arrives].filter(Boolean).join(" ")), ` ${nameOf(stop)}`)),
    stop.address ? element("p", {}, icon("map-pin"), ` ${stop.address}`) : element("p", {}, stop.area),
    element("p", { class: "field-card-foot" }, urgency(stop), element("span", {}, say("due", { day: stop.due }))));
}

function stateOf(record) {
  if (record.state === State.SENT) return badge("good", "check", say("sent_one"));
  return record.state === State.REFUSED ? badge("bad", "alert-triangle", say("not_taken")) : badge("warn", "upload", say("unsent_one"));
}

function toldPart(records, day) {
  const told = records.filter(isTold).sort((one, other) => one.at - other.at);
  if (!told.length) return null;
  return element("section", { class: "carer-part", "aria-labelledby": "told-title", "data-told": true },
    element("h2", { id: "told-title" }, say("today_done")),
    element("ul", { class: "carer-records" }, told.map((one) => element("li", {}, element("span", {}, `${clock(one.at)} ${one.about.title.trim()}`), stateOf(one),
      element("small", {}, [wordsOf(day?.findings ?? [], one.data.findings), one.data.text].filter(Boolean).join(say("colon")))))));
}

function refusedPart(records, acts) {
  const refused = records.filter((one) => one.state === State.REFUSED);
  if (!refused.length) return null;
  return element("section", { class: "field-clash", "aria-labelledby": "refused-title", "data-refused": true },
    element("h2", { id: "refused-title" }, icon("alert-triangle"), " ", say("refused_title", { count: refused.length })),
    element("p", {}, say("refused_help")),
    element("ul", {}, refused.map((one) => element("li", {}, `${clock(one.at)} ${one.about.title.trim()}${say("colon")}${one.reason}`))),
    button("secondary", say("give_up"), () => acts.giveUp(refused)));
}

function stopsLeft(day, records, today) {
  const done = new Set(records.filter((one) => isTold(one) && one.about.on === today).map((one) => one.about.id));
  return day?.on === today ? day.stops.filter((one) => !done.has(one.id)) : [];
}

const toneOf = (stop) => (stop.is_urgent ? "bad" : stop.days_late ? "wait" : "good");
const wayOf = (stops) => stops.map((one) => ({ number: one.number, place: one.place, text: `${one.number}`, tone: toneOf(one), url: `#${one.id}` }));

export const drawRound = (page, day, records, today) => drawWay(page, wayOf(stopsLeft(day, records, today)), day?.ground);

export function roundPage(day, records, { today, isOffline, isSealed, keepDays, daysLeft, acts }) {
  const stops = stopsLeft(day, records, today);
  const empty = day?.on === today ? "list_empty" : isOffline ? "list_none" : "list_loading";
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, say("list_title"), element("small", {}, ` ${today}`)),
    isOffline && day ? element("p", { class: "field-note" }, say("list_offline", { time: clock(day.fetchedAt), day: dayOf(day.fetchedAt) === today ? "" : dayOf(day.fetchedAt) })) : null,
    daysLeft * 2 < keepDays ? element("p", { class: "field-note y-tone-bad" }, say("days_left", { days: daysLeft })) : null,
    refusedPart(records, acts),
    stops.length ? element("ol", { class: "field-cards" }, stops.map(card)) : element("div", { class: "y-empty" }, element("p", {}, say(empty))),
    wayPart(wayOf(stops)),
    toldPart(records, day),
    element("p", { class: "field-keeps" }, icon("lock"), element("span", {}, say("keeps", { days: keepDays }), isSealed ? "" : element("strong", {}, say("not_sealed")))),
  ];
}

// ——— one visit ———
function facts(stop) {
  const call = stop.phone ? element("a", { class: "y-button y-secondary", href: `tel:${stop.phone}` }, icon("phone"), `${say("call")} ${stop.phone}`) : null;
  return element("div", { class: "carer-facts" }, element("p", {}, stop.why), element("dl", { class: "field-answers" },
    element("dt", {}, say("address")), element("dd", {}, [stop.area, stop.address].filter(Boolean).join(" "), stop.place ? "" : element("small", {}, ` ${say("no_place")}`))), call);
}

function choices(type, name, title, all, chosen, change) {
  return element("fieldset", { class: "carer-task" }, element("legend", {}, title), all.map((one) => element("label", { class: "field-option" },
    element("input", { type, name, value: one.id, checked: chosen.includes(one.id), onchange: (event) => change(one.id, event.target.checked) }), element("span", {}, one.words))));
}

function photoPart(draft, acts, fault) {
  const told = element("p", { class: "y-help" }, draft.picture ? say("photo_there") : "");
  const box = element("input", { type: "file", accept: "image/*", capture: "environment", class: "hidden-words", onchange: async () => {
    const [picture] = box.files;
    if (!picture) return;
    try {
      await acts.picture(await small(picture));
      told.replaceChildren(say("photo_there"));
    } catch {
      fault.replaceChildren(say("photo_bad"));
    }
    box.value = "";
  } });
  return [element("label", { class: "y-button y-secondary carer-picker" }, icon("plus"), say("photo"), box), told];
}

// What cannot have been seen is told at once, as the server would.
export function faultOf(findings, known) {
  const chosen = known.filter((one) => findings.includes(one.id));
  if (!chosen.length) return say("choose_finding");
  if (chosen.length > 1 && findings.includes("fine")) return say("fine_alone");
  return new Set(chosen.map((one) => one.reached)).size > 1 ? say("not_reached_alone") : "";
}

export function stopPage(stop, day, draft, acts) {
  const fault = element("p", { class: "y-field-error", role: "alert" });
  const note = element("textarea", { id: "note", class: "field-text", rows: 3, maxlength: NOTE_MAX, "aria-describedby": "note-help", oninput: () => acts.draft((one) => { one.text = note.value; }) });
  note.value = draft.text;
  const find = (id, isOn) => {
    fault.replaceChildren();
    return acts.draft((one) => { one.findings = isOn ? [...one.findings, id] : one.findings.filter((each) => each !== id); });
  };
  const keep = () => {
    const words = faultOf(draft.findings, day.findings);
    fault.replaceChildren(words);
    if (!words) acts.keep(stop, fault);
  };
  return [
    element("p", {}, element("a", { href: "#" }, icon("arrow-left"), say("all_stops"))),
    element("h1", { tabindex: "-1", class: "field-title" }, nameOf(stop)),
    urgency(stop) ? element("p", {}, urgency(stop)) : null,
    facts(stop),
    element("section", { class: "carer-part", "aria-label": say("finding") },
      choices("checkbox", "findings", say("finding"), day.findings, draft.findings, find),
      choices("radio", "way", say("way"), day.ways, [draft.way], (id) => acts.draft((one) => { one.way = id; })),
      element("label", { for: "note" }, say("note")), element("p", { id: "note-help", class: "y-help" }, say("note_help")), note,
      photoPart(draft, acts, fault), fault, button("primary", say("visit_keep"), keep, "check")),
  ];
}
