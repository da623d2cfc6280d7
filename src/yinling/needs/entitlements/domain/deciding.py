"""Decisions for one person and for many, by the same function of the rules engine."""

from collections.abc import Mapping
from typing import Any

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.batch import decide_batch as _decide_batch
from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.columns import Column
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.one import decide_one as _decide_one
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Amount, Rule
from yinling.needs.entitlements.domain.together import Together, decide_together, for_one

__all__ = [
    "Together", "decide_batch", "decide_one", "decide_together", "drawn_fen", "for_one", "payable", "ready", "tier_of",
]  # fmt: skip


def ready(rule: Rule, parameters: Mapping[str, Parameter], options: Mapping[str, str] | None = None) -> BoundRule:
    """The programme with its readings chosen (defaults where silent). Raises engines.rules.bound.UnknownChoice."""
    return bind(rule, parameters, options)


def decide_one(
    programme: BoundRule,
    facts: Mapping[str, Any],
    *,
    cap_left_fen: int | None = None,
    is_earlier_undecided: bool = False,
    household_tier: str = "",
) -> Decision:
    """Decide one request on `facts` (money in fen, dates as date; absent or None = unknown).

    `cap_left_fen` is what the household has left of its limit after earlier grants; None means nothing is used yet.
    `household_tier` is the best tier granted to others of the household; it counts only where the reading says so.
    """
    row = next((at for at, each in enumerate(programme.rule.rows) if each.id == household_tier), None)
    return _decide_one(
        programme, facts, limit_left=cap_left_fen, is_earlier_undecided=is_earlier_undecided, group_row=row
    )


def decide_batch(programme: BoundRule, facts: Mapping[str, Column], count: int) -> Batch:
    """Decide `count` requests at once; households share their limit in order within the batch."""
    return _decide_batch(programme, facts, count)


def tier_of(programme: BoundRule, decision: Decision) -> str:
    """The id of the tier granted; empty when none is."""
    return "+".join(programme.rule.rows[row].id for row in decision.rows)


def payable(programme: BoundRule, decision: Decision) -> list[tuple[Amount, int | None]]:
    """Each payer's amount in fen, in the programme's order; None where undecided.

    With nothing granted the public purses pay nothing, even while the cost is unknown.
    """
    is_refused = decision.outcome is Outcome.NOT_GRANTED
    return [
        (amount, 0 if is_refused and amount.public else decision.amounts[amount.id])
        for amount in programme.rule.amounts
        if amount.payer
    ]


def drawn_fen(programme: BoundRule, decision: Decision) -> int:
    """How much of the household's limit a decision uses up."""
    limited = next((amount.id for amount in programme.rule.amounts if amount.limit), None)
    return (decision.amounts[limited] or 0) if limited and decision.outcome is Outcome.GRANTED else 0
