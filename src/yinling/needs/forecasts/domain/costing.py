"""What programmes cost among some people on a day: who is granted what, after overlaps, person by person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch, decide_many
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.combining import combine_columns
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.sums import spread
from yinling.needs.forecasts.domain.plans import Plan, Values, bound
from yinling.needs.forecasts.domain.population import Ints, Population

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Costed:
    """One programme among some people: `fen[row]` of public money a period (0 where not granted), `row[row]` the first
    table row hit or -1; `is_priced` False where somebody is, or may be, granted a sum that nobody has set.

    `lacking` people cannot be decided for want of a fact, the `unset` rows for want of a published number;
    `share` of the granted take it up, in percent.
    """

    granted: Flags
    fen: Ints
    row: npt.NDArray[np.int16]
    is_priced: bool
    lacking: int
    unset: Flags
    missing: tuple[str, ...] = ()
    share: int = 100
    payers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Ready:
    """A plan with the values of one side, and its rule bound once for all days."""

    plan: Plan
    values: Values
    rule: BoundRule


def readied(plans: Sequence[Plan], values: Values) -> list[Ready]:
    """Every plan with its rule bound to `values`."""
    return [Ready(plan, values, bound(plan, values)) for plan in plans]


def costed_newly(plans: Sequence[Ready], people: Population, since: date, until: date) -> dict[str, Costed]:
    """What is given once: those entitled on `until` who were not on `since`."""
    had = costed(plans, people, since, {})
    found = costed(plans, people, until, {})
    return {key: _without(cost, had[key].granted) for key, cost in found.items()}


def _without(cost: Costed, had: Flags) -> Costed:
    is_new = cost.granted & ~had
    row = np.where(is_new, cost.row, -1).astype(np.int16)
    return replace(cost, granted=is_new, fen=np.where(is_new, cost.fen, 0), row=row)


def costed(
    plans: Sequence[Ready], people: Population, day: date, overlaps: Mapping[str, Sequence[Overlap]]
) -> dict[str, Costed]:
    """Every plan by its key, with overlaps of each pack applied."""
    found = _decided(plans, people, day)
    for pack in {each.plan.pack for each in plans}:
        declared = overlaps.get(pack, ())
        keys = {each.plan.rule.id: each.plan.key for each in plans if each.plan.pack == pack}
        if not any(len(keys.keys() & set(each.programmes)) > 1 for each in declared):
            continue
        left = combine_columns(
            {name: found[key].fen for name, key in keys.items()},
            {name: found[key].granted for name, key in keys.items()},
            declared,
        )
        for name, key in keys.items():
            found[key] = _after(found[key], left[name].fen, left[name].because, declared)
    return found


def _decided(plans: Sequence[Ready], people: Population, day: date) -> dict[str, Costed]:
    """Programmes of persons together, for they share much; requests one by one, each with its own facts."""
    of_persons = [each for each in plans if not each.plan.is_by_request]
    batches = decide_many([each.rule for each in of_persons], people.facts(day), people.count)
    found = {each.plan.key: _one(each, batch) for each, batch in zip(of_persons, batches, strict=True)}
    for each in plans:
        if each.plan.is_by_request:
            facts = _facts(each, people, day)
            found[each.plan.key] = _one(each, decide_many([each.rule], facts, people.count)[0])
    return found


def _after(before: Costed, fen: Ints, because: npt.NDArray[np.int16], declared: Sequence[Overlap]) -> Costed:
    reduces = np.array([each.rule == "reduce" for each in declared] or [False])
    shut_out = (because >= 0) & ~reduces[because] & (fen == 0)
    granted = before.granted & ~shut_out
    payers = before.payers if (fen == before.fen).all() else ()
    return replace(
        before, granted=granted, fen=fen, payers=payers, row=np.where(granted, before.row, -1).astype(np.int16)
    )


def _one(ready: Ready, batch: Batch) -> Costed:
    told, signature, plan = batch.resolutions, batch.signature, ready.plan
    granted = batch.granted
    unset = told.tell(lambda each: each.outcome is Outcome.UNPAYABLE, bool)
    # Settled in every condition, and waiting only for a number: entitled, at a price that nobody knows.
    waiting = np.array([is_unset and not told[at].deciding for at, is_unset in enumerate(unset.tolist())], dtype=bool)
    row = spread(told.tell(lambda each: each.rows[0] if each.rows else -1, np.int16), signature)
    fen, is_priced, payers = _fen(ready, batch, granted)
    return Costed(
        granted=granted | spread(waiting, signature),
        fen=fen,
        row=np.where(granted, row, -1).astype(np.int16),
        is_priced=is_priced and not unset.any(),
        lacking=int(spread(told.tell(lambda each: each.outcome is Outcome.MISSING_FACTS, bool), signature).sum()),
        unset=spread(unset, signature),
        missing=_missing(batch, unset),
        share=int(ready.values.get(f"t:{plan.key}", 100)) if plan.is_by_request else 100,
        payers=payers,
    )


def _missing(batch: Batch, unset: Flags) -> tuple[str, ...]:
    found = (batch.resolutions[at].missing_parameters for at in np.flatnonzero(unset).tolist())
    return tuple(sorted({name for names in found for name in names}))


def _facts(ready: Ready, people: Population, day: date) -> dict[str, Column]:
    facts = people.facts(day)
    facts[ready.plan.rule.dated_by] = Column(np.full(people.count, day_number(day), dtype=np.int32))
    facts["request_id"] = Column(Texts(np.arange(people.count, dtype=np.int32), _Numbers(people.count)))
    cost = f"c:{ready.plan.key}"
    if cost in ready.values:
        facts["cost_yuan"] = Column(np.full(people.count, int(ready.values[cost]), dtype=np.int64))
    return facts


class _Numbers(Sequence[str]):
    """The texts "0", "1" …, without holding them."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: Any) -> Any:
        return f"{at:09d}"


def _fen(ready: Ready, batch: Batch, granted: Flags) -> tuple[Ints, bool, tuple[tuple[str, int], ...]]:
    """Public money a period, whether it is known, and its sum by payer."""
    total = np.zeros(len(granted), dtype=np.int64)
    if ready.plan.is_in_kind:
        price = ready.values.get(f"u:{ready.plan.key}")
        is_priced = price is not None or not granted.any()
        return np.where(granted, int(price or 0), 0).astype(np.int64), is_priced, ()
    payers: Counter[str] = Counter()
    if ready.plan.is_by_request and not {f"c:{ready.plan.key}", f"t:{ready.plan.key}"} <= ready.values.keys():
        return total, False, ()
    for amount in ready.plan.rule.amounts:
        if amount.payer and amount.public:
            column = batch.sums.amounts[amount.id]
            paid = np.where(granted & np.asarray(column.known), column.values, 0).astype(np.int64)
            total += paid
            payers[amount.payer] += int(paid.sum())
    return total, True, tuple(payers.items())
