"""Deciding one case, in microseconds, with every condition's truth."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, LimitUse, Outcome


def decide_one(
    bound: BoundRule,
    facts: Mapping[str, Any],
    *,
    limit_left: int | None = None,
    is_earlier_undecided: bool = False,
    group_row: int | None = None,
) -> Decision:
    """Decide on `facts` (absent or None = unknown); `limit_left` in fen is what the group has left, None = all.

    `group_row` is the best table row granted to others of the group, used where the chosen reading shares it.
    """
    values, missing = _values(bound, facts)
    truths = tuple(condition.one(values) for condition in bound.conditions)
    resolution = bound.resolve(truths, missing)
    if not resolution.outcome.is_decided:
        return Decision(resolution, dict.fromkeys((amount.id for amount in bound.rule.amounts), None))
    rows = _shared(bound, resolution.rows, group_row)
    values.update(_row_values(bound, rows, values))
    use, left = _work_out_amounts(bound, values, limit_left)
    amounts = {amount.id: values[amount.id] for amount in bound.rule.amounts}
    is_told = is_earlier_undecided and resolution.outcome is Outcome.GRANTED
    return Decision(resolution, amounts, rows, use, is_told, left)


def _shared(bound: BoundRule, rows: tuple[int, ...], group_row: int | None) -> tuple[int, ...]:
    if not (rows and bound.shares_best_row) or group_row is None:
        return rows
    rank = bound.rule.ranked_by
    best = max(sorted({rows[0], group_row}), key=lambda row: bound.rule.rows[row].values[rank])
    return (best,)


def _row_values(bound: BoundRule, rows: tuple[int, ...], values: Mapping[str, Any]) -> Mapping[str, int]:
    """The numbers of the rows hit, with those that parameters hold on the day."""
    if not any(bound.rule.rows[row].named for row in rows):
        return bound.values_of(rows)
    found = dict(bound.values_of(rows))
    for row in rows:
        for name, parameter in bound.rule.rows[row].named.items():
            found[name] += values[parameter]
    return found


def _values(bound: BoundRule, facts: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    values = {name: facts.get(name) for name in bound.rule.facts}
    missing = {name for name, value in values.items() if value is None}
    day: date | None = values[bound.rule.dated_by]
    for name, parameter in bound.parameters.items():
        values[name] = value = None if day is None else parameter.on(day)
        if value is None and day is not None:
            missing.add(name)
    return values, frozenset(missing)


def _work_out_amounts(bound: BoundRule, values: dict[str, Any], limit_left: int | None) -> tuple[LimitUse, int | None]:
    use, left = LimitUse.FREE, None
    for amount, formula in zip(bound.rule.amounts, bound.amounts, strict=True):
        wanted = formula.one(values)
        if amount.limit and wanted:
            limit = values[amount.limit.parameter]
            left = limit if limit_left is None else max(0, min(limit, limit_left))
            use = limit_use(wanted, left, limit)
            wanted = min(wanted, left)
        values[amount.id] = wanted
    return use, left


def limit_use(wanted: int, left: int, limit: int) -> LimitUse:
    """What a limit with `left` of it did to a wish."""
    if wanted <= left:
        return LimitUse.FREE
    if left == limit:
        return LimitUse.REACHED
    return LimitUse.REDUCED if left else LimitUse.USED_UP
