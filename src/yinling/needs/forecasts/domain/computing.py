"""A whole calculation: the cost now before and after, who gains and loses, and the years to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from yinling.engines.rules.overlaps import Overlap
from yinling.kernel.dates import birthday_in
from yinling.needs.forecasts.domain.costing import Costed, Ready, costed, costed_newly, readied
from yinling.needs.forecasts.domain.groups import Effect, age_bands, groups
from yinling.needs.forecasts.domain.hiding import shielded
from yinling.needs.forecasts.domain.plans import Plan, Values
from yinling.needs.forecasts.domain.population import WHOLE, Ints, Population, Survival, weights

YEARS_MAX = 10
Result = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What is asked: plans, what is assumed on both sides, what changes, how many years ahead."""

    plans: Sequence[Plan]
    assumed: Values
    changes: Values
    years: int
    overlaps: Mapping[str, Sequence[Overlap]] = field(default_factory=dict)
    survival: Survival | None = None

    @property
    def after(self) -> Values:
        """Values on the side of the change."""
        return {**self.assumed, **self.changes}


def compute(question: Question, people: Population, town_names: Mapping[str, str]) -> Result:
    """The frozen answer, as plain data; sums in fen, a year's worth. None = hidden (few people) or not known."""
    sides = [readied(question.plans, question.assumed), readied(question.plans, question.after)]
    window = (year_before(people.on), people.on)
    before, after = (_costs(question, side, people, people.on, window) for side in sides)
    effect = _effect(question.plans, before, after, people.count)
    towns = [(code, town_names.get(code, code) or "没有登记街镇") for code in people.town.categories]
    bands, words = age_bands(people.ages(people.on))
    return shielded({
        "people": people.count,
        "on": people.on.isoformat(),
        "survival": _survival(question.survival),
        "programmes": [_programme(plan, before[plan.key], after[plan.key]) for plan in question.plans],
        "total": _total(effect),
        "towns": groups(effect, people.town.codes.astype(np.int64), towns),
        "ages": groups(effect, bands, words),
        "years": _years(question, people, sides),
    })  # fmt: skip


def _survival(table: Survival | None) -> Result | None:
    return {"name": table.name, "source": table.source, "verified": table.verified} if table else None


def year_before(day: date) -> date:
    """The same day of the year before."""
    return birthday_in(day, day.year - 1)


def _costs(
    question: Question, side: Sequence[Ready], people: Population, day: date, window: tuple[date, date]
) -> dict[str, Costed]:
    once = [each for each in side if each.plan.rule.cycle and each.plan.rule.cycle.every == "once"]
    found = costed(side, people, day, question.overlaps)
    return found | (costed_newly(once, people, *window) if once else {})


def yearly(plan: Plan, cost: Costed) -> Ints:
    """Fen of a year for each person; of requests, the part that takes it up, rounded down to the fen."""
    return cost.fen * plan.periods * cost.share // 100


def _effect(plans: Sequence[Plan], before: Mapping[str, Costed], after: Mapping[str, Costed], count: int) -> Effect:
    old, new, change, more = (np.zeros(count, dtype=np.int64) for _ in range(4))
    had, has = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for plan in plans:
        one, other = before[plan.key], after[plan.key]
        was, will = yearly(plan, one), yearly(plan, other)
        # Somebody whose sum is not known on one side can be compared by the other programmes only.
        known = ~(one.unset | other.unset)
        old += was
        new += will
        change += np.where(known, will - was, 0)
        more += np.where(known, other.granted.astype(np.int64) - one.granted, 0)
        had |= one.granted
        has |= other.granted
    gains, loses = (change > 0) | ((change == 0) & (more > 0)), (change < 0) | ((change == 0) & (more < 0))
    priced = (all(cost.is_priced for cost in side.values()) for side in (before, after))
    return Effect(old, new, had, has, gains, loses, *priced)


def _total(effect: Effect) -> Result:
    change = effect.after_fen - effect.before_fen
    compared = effect.is_before_priced and effect.is_after_priced
    return {
        "before": int(effect.before.sum()),
        "after": int(effect.after.sum()),
        "before_fen": int(effect.before_fen.sum()) if effect.is_before_priced else None,
        "after_fen": int(effect.after_fen.sum()) if effect.is_after_priced else None,
        "gainers": int(effect.gains.sum()),
        "losers": int(effect.loses.sum()),
        "gained_fen": int(change[effect.gains].sum()) if compared else None,
        "lost_fen": int(-change[effect.loses].sum()) if compared else None,
    }


def _programme(plan: Plan, before: Costed, after: Costed) -> Result:
    return {
        "key": plan.key,
        "name": plan.rule.name,
        "document": plan.document,
        "is_draft": plan.is_draft,
        "moved": plan.moved,
        "in_kind": plan.is_in_kind,
        "by_request": plan.is_by_request,
        "gives": plan.rule.gives.words,
        "every": plan.period_words,
        "before": _side(plan, before),
        "after": _side(plan, after),
        "tiers": _tiers(plan, before, after),
    }


def _side(plan: Plan, cost: Costed) -> Result:
    known = cost.is_priced
    return {
        "people": int(cost.granted.sum() * cost.share // 100),
        "fen": int(yearly(plan, cost).sum()) if known else None,
        "lacking": int(cost.lacking),
        "unset": int(cost.unset.sum()),
        "missing": [plan.parameters[name].label for name in cost.missing if name in plan.parameters],
        "payers": [[payer, fen * plan.periods * cost.share // 100] for payer, fen in cost.payers] if known else [],
    }


def _tiers(plan: Plan, before: Costed, after: Costed) -> list[Result]:
    """By the tier that somebody has now, or else would have."""
    old, new = yearly(plan, before), yearly(plan, after)
    known = ~(before.unset | after.unset)
    gains = known & ((new > old) | ((new == old) & after.granted & ~before.granted))
    loses = known & ((new < old) | ((new == old) & before.granted & ~after.granted))
    row = np.where(before.row >= 0, before.row, after.row).astype(np.int64)
    some = np.flatnonzero(row >= 0)
    parts = Effect(
        old[some], new[some], before.granted[some], after.granted[some], gains[some], loses[some],
        before.is_priced, after.is_priced,
    )  # fmt: skip
    return groups(parts, row[some], [(each.id, each.words) for each in plan.rule.rows])


def _years(question: Question, people: Population, sides: Sequence[Sequence[Ready]]) -> list[Result]:
    first = people.on.year + 1
    last = first + min(question.years, YEARS_MAX)
    return [_year(question, people, sides, year) for year in range(first, last)]


def _year(question: Question, people: Population, sides: Sequence[Sequence[Ready]], year: int) -> Result:
    """One year: those entitled on 1 July, for the whole year; what is given once, for those newly entitled in it."""
    alive = weights(people, question.survival, date(year, 7, 1))
    before = _side_of_year(question, sides[0], people, year, alive)
    after = _side_of_year(question, sides[1], people, year, alive) if question.changes else before
    return {"year": year, "before": before, "after": after}


def _side_of_year(question: Question, side: Sequence[Ready], people: Population, year: int, alive: Ints) -> Result:
    window = (date(year - 1, 12, 31), date(year, 12, 31))
    costs = _costs(question, side, people, date(year, 7, 1), window)
    by_programme = {plan.key: _line(plan, costs[plan.key], alive) for plan in question.plans}
    known = all(line["fen"] is not None for line in by_programme.values())
    return {
        "fen": sum(line["fen"] for line in by_programme.values()) if known else None,
        "programmes": by_programme,
    }


def _line(plan: Plan, cost: Costed, alive: Ints) -> Result:
    # A million parts of a sum of fen for millions of people stay far below 2**63; whole numbers give the same twice.
    fen = int((yearly(plan, cost) * alive // WHOLE).sum()) if cost.is_priced else None
    return {"people": int(alive[cost.granted].sum()) * cost.share // 100 // WHOLE, "fen": fen}
