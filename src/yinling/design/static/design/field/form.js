/* One assessment, one part a page: choices with large targets, what is missing, what two assessors answered differently. */
import { field, isEmpty, offer, offerAll, wordsIn } from "./basics.js";
import { changed, clashing, isBasic, items, missing, progress, unfilled } from "./merge.js";
import { badge, element, icon, say } from "./words.js";

const REVIEW = "review";

export function stepsOf(form) {
  return [...form.parts.map((part) => part.code), REVIEW];
}

function option(item, choice, work, choose) {
  const id = `${item.code}-${choice.value}`;
  const box = element("input", {
    type: "radio", name: item.code, value: choice.value, id, required: true, checked: work.mine[item.code] === choice.value,
    disabled: work.form.is_locked, onchange: () => choose(item.code, choice.value),
  });
  return element("label", { class: "field-option", for: id }, box, element("span", {}, choice.words),
    choice.note ? element("small", {}, choice.note) : null);
}

export function question(item, number, work, acts) {
  const isMissing = isEmpty(work.mine[item.code]);
  return element("fieldset", { class: "field-item", id: `item-${item.code}`, tabindex: "-1", "data-missing": String(isMissing) },
    element("legend", {}, element("span", { class: "field-number" }, number), item.name,
      element("span", { class: "field-unanswered" }, say("not_answered"))),
    item.help ? element("p", { class: "y-help" }, item.help) : null,
    offer(item, work, acts),
    element("div", { class: "field-options" }, field(item, work, acts) ?? item.options.map((choice) => option(item, choice, work, acts.choose))));
}

export function stepLinks(work, current) {
  const entries = work.form.parts.map((part) => {
    const left = part.items.filter((item) => isEmpty(work.mine[item.code])).length;
    return { code: part.code, name: part.name, left, count: `${part.items.length - left}/${part.items.length}` };
  });
  entries.push({ code: REVIEW, name: say("review"), left: 1, count: "" });
  return element("nav", { class: "field-steps", "aria-label": say("parts") }, element("ol", {}, entries.map((entry) =>
    element("li", {}, element("a", { href: `#${entry.code}`, "aria-current": entry.code === current ? "step" : null },
      entry.left === 0 ? icon("circle-check") : null, entry.name, entry.count ? element("small", {}, ` ${entry.count}`) : null)))));
}

export function partPage(work, part, { acts, next, previous }) {
  const numbered = part.items.map((item, index) => question(item, `${index + 1}`, work, acts));
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, part.name),
    part.help ? element("p", {}, part.help) : null,
    offerAll(part, work, acts),
    ...numbered,
    element("p", { class: "field-left", "data-left": true }),
    element("div", { class: "field-turn" },
      previous ? element("a", { class: "y-button y-secondary", href: `#${previous}` }, icon("arrow-left"), say("previous")) : null,
      element("a", { class: "y-button y-primary", href: `#${next}` }, say("next"), icon("arrow-right"))),
  ];
}

function wordsOf(item, value) {
  if (item.type) return isEmpty(value) ? say("not_answered") : wordsIn(value);
  return item.options.find((choice) => choice.value === value)?.words ?? say("not_answered");
}

export function clashPage(work, settle) {
  const known = new Map(items(work.form).map((item) => [item.code, item]));
  const choices = clashing(work).map((code) => {
    const item = known.get(code);
    const button = (value, who, tone) => element("button", { type: "button", class: `y-button ${tone}`, onclick: () => settle(code, value) },
      element("span", {}, element("small", {}, who), element("br"), wordsOf(item, value)));
    return element("section", { class: "field-clash", "aria-label": item.name }, element("h2", {}, item.name),
      element("div", { class: "field-turn" }, button(work.mine[code], say("mine"), "y-secondary"),
        button(work.clashes[code], say("theirs", { name: work.theirName || say("other") }), "y-secondary")));
  });
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, say("clash_title", { count: choices.length })),
    element("p", {}, say("clash_help")), ...choices,
  ];
}

function missingList(work) {
  const byPart = work.form.parts.filter((part) => !isBasic(part)).map((part) => [part, part.items.filter((item) => work.mine[item.code] === undefined)]);
  return byPart.filter(([, lost]) => lost.length).map(([part, lost]) => element("li", {}, part.name, say("colon"),
    lost.map((item, index) => [index ? say("comma") : "", element("a", { href: `#item-${item.code}`, "data-goto": part.code }, item.name)])));
}

function answersOf(part, work) {
  return element("details", {}, element("summary", {}, part.name), element("dl", { class: "field-answers" },
    part.items.map((item) => [element("dt", {}, item.name), element("dd", {}, wordsOf(item, work.mine[item.code]))])));
}

function notice(tone, name, ...words) {
  return element("div", { class: `y-notice y-tone-${tone}` }, icon(name), element("div", {}, ...words));
}

// The answers are under one signature: the other assessor signs too, or gives them back with a reason.
function givingBack(giveBack, isOffline) {
  const reason = element("textarea", { id: "field-return", rows: 3, maxlength: 200 });
  return element("details", {}, element("summary", {}, say("return_title")),
    element("div", { class: "y-field" }, element("label", { for: "field-return" }, say("return_reason")), reason),
    element("button", { type: "button", class: "y-button y-secondary", disabled: isOffline, onclick: () => giveBack(reason.value) }, say("return")));
}

export function reviewPage(work, { sign, giveBack, isOffline }) {
  const lost = missing(work.form, work.mine);
  const unsent = changed(work).length;
  const why = lost.length ? say("sign_missing") : unsent || isOffline ? say("sign_unsent") : "";
  const tick = element("input", { type: "checkbox", id: "field-true" });
  const button = element("button", { type: "button", class: "y-button y-primary", disabled: Boolean(why), onclick: () => sign(tick.checked) },
    icon("signature"), say("sign"));
  return [
    element("h1", { tabindex: "-1", class: "field-title" }, say("review")),
    lost.length
      ? notice("warn", "alert-triangle", element("p", { class: "y-notice-title" }, say("left", { count: lost.length })), element("ul", {}, missingList(work)))
      : notice("good", "circle-check", element("p", {}, say("complete"))),
    unfilled(work.form, work.mine).length ? notice("info", "info-circle", element("p", {}, say("basics_left", { count: unfilled(work.form, work.mine).length }))) : null,
    ...work.form.parts.map((part) => answersOf(part, work)),
    work.form.is_signed_by_me
      ? notice("info", "info-circle", element("p", {}, say("signed_by_me")))
      : element("section", { class: "field-sign", "aria-label": say("sign") },
        element("p", {}, work.form.is_locked ? say("sign_second", { name: work.form.other }) : say("sign_help")),
        element("label", { class: "field-option", for: "field-true" }, tick, element("span", {}, say("sign_true"))),
        why ? element("p", { class: "field-why" }, why) : null,
        element("p", { class: "y-field-error", role: "alert", "data-sign-error": true }), button,
        work.form.is_locked ? givingBack(giveBack, isOffline) : null),
    element("p", {}, element("a", { href: work.form.visit_url }, say("visit"))),
  ];
}

// How much is answered: beside the bar, and for the part on the page.
export function progressOf(work) {
  return progress(work.form, work.mine);
}

export { badge };
