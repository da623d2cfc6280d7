/* Two assessors write one form: which answers are new here, and which were changed on both sides. Pure. */

// `work`: {base: {version, values}, mine: {code: value}, clashes: {code: theirs}}
export function changed(work) {
  return Object.keys(work.mine).filter((code) => work.mine[code] !== work.base.values[code]);
}

export function clashing(work) {
  return Object.keys(work.clashes ?? {});
}

// Takes in what the server holds. An answer changed there alone is taken; one changed on both sides waits for a choice.
export function absorb(work, theirs) {
  const mine = { ...work.mine };
  const clashes = {};
  for (const [code, value] of Object.entries(theirs.values)) {
    const isNewHere = mine[code] !== undefined && mine[code] !== work.base.values[code];
    const isNewThere = value !== work.base.values[code];
    if (!isNewHere) mine[code] = value;
    else if (mine[code] !== value && (isNewThere || work.clashes?.[code] === value)) clashes[code] = value;
  }
  return { ...work, base: { version: theirs.version, values: { ...theirs.values } }, mine, clashes };
}

export function settle(work, code, value) {
  const clashes = { ...work.clashes };
  delete clashes[code];
  return { ...work, mine: { ...work.mine, [code]: value }, clashes };
}

export function items(form) {
  return form.parts.flatMap((part) => part.items);
}

// Where an answer belongs; a form that was kept from before does not say.
const holderOf = (part) => part.holds ?? (part.is_scored ? "answers" : "circumstances");
export const isBasic = (part) => holderOf(part) === "basics";

// What must be answered before anybody signs: not what the grade does not hang on.
export function missing(form, values) {
  return form.parts.filter((part) => !isBasic(part)).flatMap((part) => part.items).filter((item) => values[item.code] === undefined);
}

export function unfilled(form, values) {
  return form.parts.filter(isBasic).flatMap((part) => part.items).filter((item) => !values[item.code]);
}

// Only what the scale scores counts as progress; the circumstances have their own step.
export function progress(form, values) {
  const scored = form.parts.filter((part) => part.is_scored).flatMap((part) => part.items);
  return { done: scored.filter((item) => values[item.code] !== undefined).length, all: scored.length };
}

export function split(form, values) {
  const sent = { answers: {}, circumstances: {}, basics: {} };
  for (const part of form.parts) {
    for (const item of part.items) {
      if (values[item.code] !== undefined) sent[holderOf(part)][item.code] = values[item.code];
    }
  }
  return sent;
}
