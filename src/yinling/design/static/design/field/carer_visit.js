/* One visit on the carer's phone: the door, what is done, pictures, the elder's signature, leaving, and trouble. */
import { arrivalIn, leavingIn, refusedPart, standing } from "./carer_day.js";
import { canScan, codeIn, scan, sheet, small } from "./capture.js";
import { State, detail, nameOf } from "./records.js";
import { badge, clock, element, icon, say } from "./words.js";

const TASK_STATES = ["done", "not_done", "refused"];
const KINDS = ["elder_unwell", "fall", "nobody_home", "danger_at_home", "abuse", "carer_in_need", "cannot_go", "other"];
const button = (tone, words, onclick, name = "") => element("button", { type: "button", class: `y-button y-${tone}`, onclick }, name ? icon(name) : null, words);

function part(id, title, ...children) {
  return element("section", { class: "carer-part", "aria-labelledby": id }, element("h2", { id, tabindex: "-1" }, title), ...children);
}

function facts(visit) {
  const lines = [
    [say("address"), [visit.area, visit.address].filter(Boolean).join(" ")], [say("door_note"), visit.door_note], [say("wishes"), visit.wishes],
    [say("needs"), visit.needs.map((name) => say(`needs_${name}`)).join("、")],
  ].filter(([, words]) => words);
  return element("div", { class: "carer-facts" },
    element("p", {}, say("at_window", visit), visit.companions.length ? `${say("comma")}${say("with", { name: visit.companions.join("、") })}` : ""),
    element("dl", { class: "field-answers" }, lines.flatMap(([name, words]) => [element("dt", {}, name), element("dd", {}, words)])));
}

// What the catalogue asks for and nobody has recorded yet; without it the visit is not settled.
function lacking(visit, records) {
  const has = (...kinds) => records.some((one) => kinds.includes(one.kind) && one.state !== State.REFUSED);
  const there = { photo: has("photo"), signature: has("signature"), result: has("tasks", "note") };
  const names = visit.needs.filter((name) => !there[name]).map((name) => say(`needs_${name}`));
  return names.length ? element("p", { class: "field-why", "data-lacking": true }, say("lacking", { names: names.join(say("comma")) })) : null;
}

// ——— the door: by camera, by what is printed under the code, by a picture of it, or by place alone ———
function doorPart(kind, visit, acts, known) {
  const what = say(kind);
  const stands = known ? element("p", {}, badge("good", "check", say(kind === "arrival" ? "arrived" : "left", { time: clock(known.at) })), ` ${detail(known)}`) : null;
  if (known && !known.told) return part(`${kind}-title`, what, stands);
  const wrong = known ? [stands, element("p", { class: "field-why" }, known.told)] : [];
  const fault = element("p", { class: "y-field-error", role: "alert" });
  const box = element("input", { id: `${kind}-code`, class: "field-text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 80 });
  const by = (code) => acts.door(visit, kind, code.trim(), fault);
  const typed = () => (box.value.trim() ? by(box.value) : fault.replaceChildren(say("code_empty")));
  const alone = (words, tone) => button(tone, say(words, { what }), () => by(""), "map-pin");
  if (!visit.has_code) return part(`${kind}-title`, what, ...wrong, element("p", {}, say("code_missing")), alone("place_only_short", "primary"), fault);
  const others = [
    element("label", { for: box.id }, say("code_label")), box,
    element("div", { class: "field-turn" }, button(canScan() ? "secondary" : "primary", say("code_use", { what }), typed), codePicture(visit, by, acts, fault)),
    alone("place_only", "quiet"),
  ];
  if (!canScan()) return part(`${kind}-title`, what, ...wrong, element("p", {}, say("no_scan")), others, fault);
  const folded = element("details", { class: "carer-others" }, element("summary", {}, say("other_ways")), element("div", {}, others));
  return part(`${kind}-title`, what, ...wrong, scanner(by, fault), fault, folded);
}

function scanner(by, fault) {
  const stage = element("div", { class: "carer-scan" });
  const begin = async () => {
    const stop = new AbortController();
    const video = element("video", { playsinline: true, muted: true, "aria-label": say("scan_help") });
    stage.replaceChildren(element("p", {}, say("scan_help")), video, button("secondary", say("scan_stop"), () => stop.abort()));
    addEventListener("hashchange", () => stop.abort(), { once: true });
    try {
      fault.replaceChildren();
      const code = await scan(video, stop.signal);
      if (code) await by(code);
      else if (!stop.signal.aborted) fault.replaceChildren(say("scan_nothing"));
    } catch (refused) {
      fault.replaceChildren(say(refused?.name === "NotAllowedError" ? "camera_refused" : "scan_failed"));
    }
    if (stage.isConnected) stage.replaceChildren(start);
  };
  const start = button("primary", say("scan"), begin, "zoom-in");
  stage.append(start);
  return stage;
}

function codePicture(visit, by, acts, fault) {
  return picker(say("code_photo"), async (picture) => {
    const code = await codeIn(picture);
    if (!code) {
      await acts.file(visit, "photo", {}, await small(picture));
      acts.say(say("code_photo_kept"));
    }
    await by(code);
  }, fault);
}

function picker(words, take, fault) {
  const box = element("input", { type: "file", accept: "image/*", capture: "environment", class: "hidden-words", onchange: async () => {
    const [picture] = box.files;
    if (!picture) return;
    await take(picture).catch(() => fault.replaceChildren(say("photo_bad")));
    box.value = "";
  } });
  return element("label", { class: "y-button y-secondary carer-picker" }, icon("plus"), words, box);
}

// ——— what was done ———
function taskRow(name, chosen, acts) {
  return element("fieldset", { class: "carer-task" }, element("legend", {}, name),
    element("div", { class: "carer-choices" }, TASK_STATES.map((state) => element("label", { class: "field-option" },
      element("input", { type: "radio", name: `task-${name}`, value: state, checked: chosen === state, onchange: () => acts.draft((draft) => { draft.tasks[name] = state; }) }),
      element("span", {}, say(`task_${state}`))))));
}

export function tasksIn(visit, draft) {
  const asked = visit.tasks.filter((name) => draft.tasks[name]).map((name) => ({ name, state: draft.tasks[name] }));
  return [...asked, ...draft.extras.map((name) => ({ name, state: "extra" }))];
}

function tasksPart(visit, draft, acts) {
  const fault = element("p", { class: "y-field-error", role: "alert" });
  const extra = element("input", { id: "task-extra", class: "field-text", maxlength: 60 });
  const add = () => extra.value.trim() && acts.draft((one) => { one.extras.push(extra.value.trim()); }, true);
  const keep = async () => {
    if (extra.value.trim()) await acts.draft((one) => { one.extras.push(extra.value.trim()); });
    extra.value = "";
    if (tasksIn(visit, draft).length) acts.keepTasks(visit);
    else fault.replaceChildren(say("tasks_empty"));
  };
  const all = () => acts.draft((one) => { for (const name of visit.tasks) one.tasks[name] = "done"; }, true);
  return part("tasks-title", say("tasks"), visit.tasks.length > 1 ? button("secondary", say("tasks_all"), all, "check") : null,
    visit.tasks.map((name) => taskRow(name, draft.tasks[name], acts)),
    draft.extras.length ? element("ul", {}, draft.extras.map((name) => element("li", {}, `${say("task_extra")}${say("colon")}${name}`))) : null,
    element("label", { for: extra.id }, say("extra_label")), element("div", { class: "carer-line" }, extra, button("secondary", say("add_extra"), add)),
    button("primary", say("tasks_keep"), keep), fault);
}

function notePart(visit, draft, acts) {
  const box = element("textarea", { id: "note", class: "field-text", rows: 3, maxlength: 900, "aria-describedby": "note-help", oninput: () => acts.draft((one) => { one.note = box.value; }) });
  box.value = draft.note;
  return part("note-title", say("note"), element("p", { id: "note-help", class: "y-help" }, say("note_help")), element("label", { for: "note", class: "hidden-words" }, say("note")), box,
    button("secondary", say("note_keep"), () => box.value.trim() && acts.keepNote(visit)));
}

function photoPart(visit, acts) {
  const fault = element("p", { class: "y-field-error", role: "alert" });
  return part("photo-title", say("photo"), element("p", { class: "y-help" }, say("photo_help")),
    picker(say("photo_take"), async (picture) => acts.keepPicture(visit, "photo", {}, await small(picture)), fault), fault);
}

function signaturePart(visit, acts) {
  const fault = element("p", { class: "y-field-error", role: "alert" });
  const canvas = element("canvas", { class: "carer-sheet", width: 720, height: 300, role: "img", "aria-label": say("signature_area") });
  const paper = sheet(canvas);
  const keep = () => (paper.isEmpty() ? fault.replaceChildren(say("signature_empty")) : acts.keep(visit, "signature", {}, paper.picture()));
  return part("signature-title", say("signature"), element("p", { class: "y-help" }, say("signature_area")), canvas,
    element("div", { class: "field-turn" }, button("primary", say("signature_keep"), keep, "signature"), button("secondary", say("signature_clear"), paper.wipe)), fault);
}

function troublePart(visit, acts) {
  const fault = element("p", { class: "y-field-error", role: "alert" });
  const box = element("textarea", { id: "trouble-text", class: "field-text", rows: 2, maxlength: 300 });
  const form = element("div", { class: "carer-trouble" });
  const tell = () => {
    const kind = form.querySelector("input:checked")?.value;
    if (kind) acts.keep(visit, "trouble", { trouble: kind, text: box.value.trim() });
    else fault.replaceChildren(say("trouble_none"));
  };
  form.append(element("p", { class: "field-why" }, say("trouble_call")),
    element("fieldset", { class: "carer-task" }, element("legend", {}, say("trouble_kind")), KINDS.map((kind) => element("label", { class: "field-option" },
      element("input", { type: "radio", name: "trouble", value: kind }), element("span", {}, say(`trouble_${kind}`))))),
    element("label", { for: box.id }, say("trouble_text")), box, button("danger", say("trouble_send"), tell, "alert-triangle"), fault);
  return element("details", { class: "carer-part" }, element("summary", {}, icon("alert-triangle"), ` ${say("trouble")}`), form);
}

function stateOf(record) {
  if (record.state === State.SENT) return badge("good", "check", say("sent_one"));
  if (record.state === State.REFUSED) return badge("bad", "alert-triangle", say("refused"));
  return badge("warn", "upload", say("unsent_one"));
}

export function recordsPart(records) {
  const shown = records.filter((one) => one.state !== State.DRAFT).sort((one, other) => one.at - other.at);
  return element("section", { class: "carer-part", "aria-labelledby": "records-title", "data-records": true, hidden: !shown.length },
    element("h2", { id: "records-title" }, say("records")),
    element("ul", { class: "carer-records" }, shown.map((one) => element("li", {}, element("span", {}, `${clock(one.at)} ${nameOf(one)}`), stateOf(one),
      detail(one) ? element("small", {}, detail(one)) : null, one.told ? element("small", { class: "field-why" }, one.told) : null))));
}

// What has been sent meanwhile, without touching what is being written or signed.
export function refreshVisit(page, visit, records, acts) {
  page.querySelector("[data-standing]").replaceChildren(standing(visit, records));
  page.querySelector("[data-records]").replaceWith(recordsPart(records));
  const old = page.querySelector("[data-refused]");
  if (old?.contains(document.activeElement)) return;
  old?.remove();
  const refused = refusedPart(records, acts);
  if (refused) page.querySelector("[data-standing]").after(refused);
}

export function visitPage(visit, records, draft, { today, warned, acts }) {
  const isToday = visit.on <= today;
  return [
    element("p", {}, element("a", { href: "#" }, icon("arrow-left"), say("all_visits"))),
    element("h1", { tabindex: "-1", class: "field-title" }, `${visit.starts} ${visit.service}${say("colon")}${visit.person}`),
    element("p", { "data-standing": true }, standing(visit, records)),
    visit.gone ? element("p", { class: "field-note", "data-gone": true }, visit.gone) : null,
    refusedPart(records, acts),
    ...warned,
    isToday ? null : element("p", { class: "field-note", "data-tomorrow": true }, say("tomorrow_visit", { day: visit.on })),
    facts(visit),
    ...(isToday ? workParts(visit, records, draft, acts) : []),
  ];
}

function workParts(visit, records, draft, acts) {
  return [
    doorPart("arrival", visit, acts, arrivalIn(records)),
    tasksPart(visit, draft, acts),
    notePart(visit, draft, acts),
    photoPart(visit, acts),
    signaturePart(visit, acts),
    lacking(visit, records),
    doorPart("leaving", visit, acts, leavingIn(records)),
    troublePart(visit, acts),
    recordsPart(records),
  ];
}
