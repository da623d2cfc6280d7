"""What programmes cost among some people on a day: who is granted what, after overlaps, person by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.overlaps import Overlap
from yinling.needs.entitlements.domain.combining import combine_columns
from yinling.needs.entitlements.domain.deciding import decide_batch
from yinling.needs.forecasts.domain.plans import Plan, Values, bound
from yinling.needs.forecasts.domain.population import Ints, Population

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Costed:
    """One programme among some people: `fen[row]` of public money a period (0 where not granted), `row[row]` the first
    table row hit or -1; `is_priced` False where somebody is, or may be, granted a sum that nobody has set.

    `lacking` are people who cannot be decided for want of a fact, `unset` those for want of a published number;
    `share` of the granted take it up, in percent.
    """

    granted: Flags
    fen: Ints
    row: npt.NDArray[np.int16]
    is_priced: bool
    lacking: int
    unset: int
    missing: tuple[str, ...] = ()
    share: int = 100
    payers: tuple[tuple[str, int], ...] = ()


def costed_newly(
    plans: Sequence[Plan], values: Values, people: Population, since: date, until: date
) -> dict[str, Costed]:  # fmt: skip
    """What is given once: those entitled on `until` who were not on `since`."""
    had = costed(plans, values, people, since, {})
    found = costed(plans, values, people, until, {})
    return {key: _without(cost, had[key].granted) for key, cost in found.items()}


def _without(cost: Costed, had: Flags) -> Costed:
    is_new = cost.granted & ~had
    row = np.where(is_new, cost.row, -1).astype(np.int16)
    return replace(cost, granted=is_new, fen=np.where(is_new, cost.fen, 0), row=row)


def costed(
    plans: Sequence[Plan], values: Values, people: Population, day: date, overlaps: Mapping[str, Sequence[Overlap]]
) -> dict[str, Costed]:
    """Every plan by its key, with overlaps of each pack applied."""
    found = {plan.key: _one(plan, values, people, day) for plan in plans}
    for pack in {plan.pack for plan in plans}:
        declared = overlaps.get(pack, ())
        keys = {plan.rule.id: plan.key for plan in plans if plan.pack == pack}
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


def _after(before: Costed, fen: Ints, because: npt.NDArray[np.int16], declared: Sequence[Overlap]) -> Costed:
    reduces = np.array([each.rule == "reduce" for each in declared] or [False])
    shut_out = (because >= 0) & ~reduces[because] & (fen == 0)
    granted = before.granted & ~shut_out
    payers = before.payers if (fen == before.fen).all() else ()
    return replace(
        before, granted=granted, fen=fen, payers=payers, row=np.where(granted, before.row, -1).astype(np.int16)
    )


def _one(plan: Plan, values: Values, people: Population, day: date) -> Costed:
    rule = bound(plan, values)
    batch = decide_batch(rule, _facts(plan, values, people, day), people.count)
    outcomes = [each.outcome for each in batch.resolutions]
    granted = _spread(batch, [each is Outcome.GRANTED for each in outcomes])
    # Settled in every condition, and waiting only for a number: entitled, at a price that nobody knows.
    waiting = _spread(batch, [each.outcome is Outcome.UNPAYABLE and not each.deciding for each in batch.resolutions])
    unset = _spread(batch, [each is Outcome.UNPAYABLE for each in outcomes])
    row = np.array([each.rows[0] if each.rows else -1 for each in batch.resolutions], dtype=np.int16)[batch.signature]
    fen, is_priced, payers = _fen(plan, values, batch, granted)
    return Costed(
        granted=granted | waiting,
        fen=fen,
        row=np.where(granted, row, -1).astype(np.int16),
        is_priced=is_priced and not unset.any(),
        lacking=int(_spread(batch, [each is Outcome.MISSING_FACTS for each in outcomes]).sum()),
        unset=int(unset.sum()),
        missing=_missing(batch),
        share=int(values.get(f"t:{plan.key}", 100)) if plan.is_by_request else 100,
        payers=payers,
    )


def _spread(batch: Batch, answers: Sequence[bool]) -> Flags:
    return np.array([*answers, False], dtype=bool)[batch.signature]


def _missing(batch: Batch) -> tuple[str, ...]:
    names = {name for each in batch.resolutions for name in each.missing_parameters}
    return tuple(sorted(names))


def _facts(plan: Plan, values: Values, people: Population, day: date) -> dict[str, Column]:
    facts = people.facts(day)
    if plan.is_by_request:
        every = np.ones(people.count, dtype=np.int64)
        facts[plan.rule.dated_by] = Column(np.full(people.count, day_number(day), dtype=np.int32))
        facts["request_id"] = Column(Texts(np.arange(people.count, dtype=np.int32), _Numbers(people.count)))
        if f"c:{plan.key}" in values:
            facts["cost_yuan"] = Column(every * int(values[f"c:{plan.key}"]))
    return facts


class _Numbers(Sequence[str]):
    """The texts "0", "1" …, without holding them."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: Any) -> Any:
        return f"{at:09d}"


def _fen(plan: Plan, values: Values, batch: Batch, granted: Flags) -> tuple[Ints, bool, tuple[tuple[str, int], ...]]:
    """Public money a period, whether it is known, and its sum by payer."""
    total = np.zeros(len(granted), dtype=np.int64)
    if plan.is_in_kind:
        price = values.get(f"u:{plan.key}")
        is_priced = price is not None or not granted.any()
        return np.where(granted, int(price or 0), 0).astype(np.int64), is_priced, ()
    payers = []
    for amount in plan.rule.amounts:
        if amount.payer and amount.public:
            column = batch.sums.amounts[amount.id]
            paid = np.where(granted & np.asarray(column.known), column.values, 0).astype(np.int64)
            total += paid
            payers.append((amount.payer, int(paid.sum())))
    return total, True, tuple(payers)
