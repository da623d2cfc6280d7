/* The assessor's visits, from this device: what is open, what is not sent, what may be opened without network. */
import { changed, progress } from "./merge.js";
import { badge, clock, element, icon, say } from "./words.js";

function standing(entry, work) {
  if (work?.form.is_signed_by_me) return badge("info", "signature", say("waits_for_other"));
  if (!work) return badge("off", "download", say("not_here"));
  const unsent = changed(work).length;
  if (Object.keys(work.clashes ?? {}).length) return badge("bad", "alert-triangle", say("clash_badge"));
  if (unsent) return badge("warn", "upload", say("unsent", { count: unsent }));
  if (work.sentAt) return badge("good", "check", say("sent", { time: clock(work.sentAt) }));
  return badge("info", "device-floppy", say("here"));
}

function card(entry, work, base) {
  const done = work ? progress(work.form, work.mine) : null;
  return element("li", { class: "field-card" },
    element("h2", {}, element("a", { href: `${base}${entry.id}/` }, entry.person, element("span", { class: "hidden-words" }, ` ${entry.number}`))),
    element("p", {}, [entry.town, entry.reason, work?.form.other ? say("with", { name: work.form.other }) : ""].filter(Boolean).join(" · ")),
    element("p", { class: "field-card-foot" }, standing(entry, work), done ? element("span", {}, say("answered", done)) : null,
      entry.planned_on ? element("span", {}, say("planned", { day: entry.planned_on })) : null));
}

export function listPage(list, works, { base, isOffline, strangers }) {
  const open = list?.assessments ?? [];
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, say("list_title")),
    isOffline ? element("p", { class: "field-note" }, list ? say("list_offline", { time: clock(list.fetchedAt) }) : say("list_none")) : null,
    strangers ? element("p", { class: "field-note" }, say("strangers", { count: strangers })) : null,
    open.length
      ? element("ul", { class: "field-cards" }, open.map((entry) => card(entry, works.get(entry.id), base)))
      : element("div", { class: "y-empty" }, element("p", {}, say(list || isOffline ? "list_empty" : "list_loading"))),
    element("p", { class: "field-keeps" }, icon("lock"), say("keeps")),
  ];
}
