/* Fields that are written or ticked: text, number, date, several choices, rows of a table. Each value is one text. */
import { element, icon, say } from "./words.js";

const drafts = new Map(); // what is being typed: a page that is drawn anew shows it again

export const isEmpty = (value) => value === undefined || value === "";

// One choice or row a line, a tab between cells: as the server reads it.
const LINE = "\n", CELL = "\t";
const linesOf = (value) => (value ?? "").split(LINE).filter(Boolean);
const clean = (text) => text.replace(/[\n\t]/g, " ");

export function wordsIn(value) {
  return linesOf(value).map((line) => line.split(CELL).filter(Boolean).join(" ")).join(say("comma"));
}

function valueOf(item, work) {
  return drafts.get(item.code) ?? work.mine[item.code] ?? "";
}

function writing(item, { draft, choose }) {
  return {
    oninput: (event) => { drafts.set(item.code, event.target.value); draft(item.code, event.target.value); },
    onchange: (event) => { drafts.delete(item.code); choose(item.code, event.target.value.trim()); },
  };
}

const KINDS = { number: { type: "number", inputmode: "decimal", min: "0", max: "999", step: "any" }, date: { type: "date" }, text: { type: "text", maxlength: 500 } };

function written(item, work, acts) {
  return element("input", {
    class: "field-text", ...KINDS[item.type], value: valueOf(item, work), disabled: work.form.is_locked, autocomplete: "off",
    "aria-label": item.name, ...writing(item, acts),
  });
}

function several(item, work, { choose }) {
  const chosen = new Set(linesOf(valueOf(item, work)));
  return item.options.map((choice, index) => {
    const id = `${item.code}-${index}`;
    const box = element("input", {
      type: "checkbox", id, value: choice.value, checked: chosen.has(choice.value), disabled: work.form.is_locked,
      onchange: (event) => {
        if (event.target.checked) chosen.add(choice.value);
        else chosen.delete(choice.value);
        choose(item.code, item.options.map((one) => one.value).filter((one) => chosen.has(one)).join(LINE));
      },
    });
    return element("label", { class: "field-option", for: id }, box, element("span", {}, choice.words));
  });
}

function table(item, work, { draft, choose }) {
  const frame = element("div", { class: "field-rows" });
  const rows = linesOf(valueOf(item, work)).map((line) => line.split(CELL));
  const whole = () => rows.filter((row) => row.some((cell) => cell.trim())).map((row) => row.map(clean).join(CELL)).join(LINE);
  const keep = () => { drafts.delete(item.code); choose(item.code, whole()); };
  const cell = (row, place, choice) => element("label", { class: "field-cell" }, element("span", {}, choice.words), element("input", {
    class: "field-text", type: "text", maxlength: 60, value: row[place] ?? "", disabled: work.form.is_locked, autocomplete: "off",
    oninput: (event) => { row[place] = event.target.value; drafts.set(item.code, whole()); draft(item.code, whole()); }, onchange: keep,
  }));
  const draw = () => frame.replaceChildren(...rows.map((row, number) => element("div", { class: "field-row", role: "group", "aria-label": say("row", { number: number + 1 }) },
    item.options.map((choice, place) => cell(row, place, choice)),
    work.form.is_locked ? null : element("button", { type: "button", class: "y-button y-quiet", onclick: () => { rows.splice(number, 1); keep(); draw(); } },
      icon("x"), say("remove_row", { number: number + 1 })))),
    work.form.is_locked ? "" : element("button", { type: "button", class: "y-button y-secondary", onclick: () => { rows.push(item.options.map(() => "")); draw(); frame.querySelector(".field-row:last-of-type input").focus(); } },
      icon("plus"), say("add_row")));
  draw();
  return frame;
}

// What the register or the assessment knows already: it counts once somebody has confirmed it.
export function offer(item, work, { accept }) {
  if (!item.given || !isEmpty(work.mine[item.code]) || work.form.is_locked) return null;
  return element("div", { class: "field-given" }, element("p", {}, say("given", { words: wordsIn(item.given) })),
    element("button", { type: "button", class: "y-button y-secondary", onclick: () => accept([item]) }, icon("check"), say("given_true")));
}

export function offerAll(part, work, { accept }) {
  const open = part.items.filter((item) => item.given && isEmpty(work.mine[item.code]));
  if (open.length < 2 || work.form.is_locked) return null;
  return element("div", { class: "field-note" }, element("p", {}, say("given_all_help", { count: open.length })),
    element("button", { type: "button", class: "y-button y-primary", onclick: () => accept(open) }, icon("check"), say("given_all", { count: open.length })));
}

const DRAWN = { choices: several, table, number: written, date: written, text: written };

// Null for an item of one choice: that is drawn as every other question.
export function field(item, work, acts) {
  return DRAWN[item.type]?.(item, work, acts) ?? null;
}
