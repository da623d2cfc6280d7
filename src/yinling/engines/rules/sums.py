"""Sums for a whole batch: row values spread, a group's best row shared, amounts worked out, the limit used up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, Evaluator, Known, Texts, both_known
from yinling.engines.rules.decision import Resolution
from yinling.engines.rules.limits import draw
from yinling.engines.rules.rule import Limit

NO_ROW = -1


@dataclass
class Sums:
    """Amounts by id, `limited` the one under the shared limit; `group_row` the table row a group shares.

    `limit_use[row]` and `limit_left[row]` tell what the limit did and how much of it was left before the row.
    """

    amounts: dict[str, Column]
    limited: str
    group_row: npt.NDArray[np.int32] | None
    limit_use: npt.NDArray[np.int8]
    limit_left: npt.NDArray[np.int64]
    is_earlier_undecided: npt.NDArray[np.bool_]


def work_out(
    bound: BoundRule,
    facts: Mapping[str, Column],
    signature: npt.NDArray[np.int32],
    resolutions: Sequence[Resolution],
) -> Sums:
    """The amounts of every row; those of undecided rows mean nothing."""
    count = len(signature)
    columns = dict(facts)
    group_row = _group_rows(bound, columns, signature, resolutions)
    for name in bound.value_names:
        columns[name] = Column(_row_values(bound, name, columns, signature, resolutions, group_row))
    is_open = np.array([not each.outcome.is_decided for each in resolutions], dtype=bool)[signature]
    limited = next((amount.id for amount in bound.rule.amounts if amount.limit), "")
    sums = Sums({}, limited, group_row, np.zeros(count, np.int8), np.full(count, -1, np.int64), np.zeros(count, bool))
    for amount, formula in zip(bound.rule.amounts, bound.amounts, strict=True):
        found = Evaluator(columns).evaluate(formula.node)
        found = Column(np.broadcast_to(found.values, count), found.known)
        if amount.limit:
            found = _limited(sums, amount.limit, found, is_open, columns)
        columns[amount.id] = sums.amounts[amount.id] = found
    return sums


def _row_values(
    bound: BoundRule,
    name: str,
    columns: Mapping[str, Column],
    signature: Any,
    resolutions: Sequence[Resolution],
    group_row: Any,
) -> Any:
    table = np.array([each.values.get(name, 0) for each in resolutions], dtype=np.int64)
    dated = []
    for row, parameter in _naming(bound, name):
        hit = np.array([row in each.rows for each in resolutions], dtype=bool)
        values = columns[parameter].values
        if np.ndim(values) == 0:  # one value for everybody: told once per signature, not once per case
            table += np.where(hit, values, 0)
        elif hit.any():
            dated.append((hit, values))
    own = table[signature]
    for hit, values in dated:
        np.add(own, values, out=own, where=hit[signature])
    if group_row is None:
        return own
    by_row = np.array([row.values.get(name, 0) for row in bound.rule.rows], dtype=np.int64)
    return np.where(group_row == NO_ROW, own, by_row[group_row])


def _naming(bound: BoundRule, name: str) -> list[tuple[int, str]]:
    """The rows whose value `name` a parameter holds, with that parameter."""
    return [(at, row.named[name]) for at, row in enumerate(bound.rule.rows) if name in row.named]


def _group_rows(
    bound: BoundRule, columns: Mapping[str, Column], signature: Any, resolutions: Sequence[Resolution]
) -> npt.NDArray[np.int32] | None:
    """The best row granted to anyone of each granted row's group, where the chosen reading shares it."""
    if bound.rule.sharing is None or not bound.shares_best_row:
        return None
    rows = bound.rule.rows
    # The rank with the row's position behind it: the largest is the best, and names its row.
    ranks = [row.values[bound.rule.ranked_by] * len(rows) + len(rows) - 1 - at for at, row in enumerate(rows)]
    own = np.array([ranks[each.rows[0]] if each.rows else NO_ROW for each in resolutions], dtype=np.int64)[signature]
    values = columns[bound.rule.sharing.per].values
    _, group = np.unique(values.codes if isinstance(values, Texts) else values, return_inverse=True)
    best = np.full(group.max(initial=0) + 1, NO_ROW, dtype=np.int64)
    granted = np.flatnonzero(own != NO_ROW)
    np.maximum.at(best, group[granted], own[granted])
    row = len(rows) - 1 - best[group] % len(rows)
    return np.where(own == NO_ROW, NO_ROW, row).astype(np.int32)


def _limited(
    sums: Sums, limit: Limit, found: Column, is_open: npt.NDArray[np.bool_], columns: Mapping[str, Column]
) -> Column:
    group, cap = columns[limit.per], columns[limit.parameter]
    wanted = _usable(found, is_open, both_known(both_known(group.known, cap.known), found.known))
    order = [columns[name].values for name in limit.order]
    drawn = draw(wanted, is_open & group.known, group.values, order, cap.values)
    short = wanted > drawn.left
    sums.limit_use = short.view(np.int8)
    rows = drawn.shared
    caps = cap.values[rows] if isinstance(cap.values, np.ndarray) else cap.values
    kinds = np.where(drawn.left[rows] == caps, 1, np.where(drawn.left[rows] > 0, 2, 3))
    sums.limit_use[rows] *= kinds.astype(np.int8)
    sums.is_earlier_undecided = drawn.is_earlier_undecided
    sums.is_earlier_undecided &= wanted > 0
    sums.limit_left = drawn.left
    return Column(drawn.given, found.known)


def _usable(found: Column, is_open: npt.NDArray[np.bool_], known: Known) -> npt.NDArray[np.int64]:
    """What each decided row wants; nothing where it is undecided or unknown."""
    unusable = is_open if known is True else is_open | ~np.asarray(known)
    return np.where(unusable, 0, found.values) if unusable.any() else found.values
