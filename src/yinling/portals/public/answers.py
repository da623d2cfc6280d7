"""What each programme answers to what somebody told of a person: yes, no, or which question decides; with clauses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.facts import Fact
from yinling.gateways.policy.programmes import load_facts, load_overlaps
from yinling.gateways.policy.reading import load_clauses, load_pack
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.portals.public.questions import Words, question

EXAMPLE_COSTS_FEN = (300_000, 600_000, 1_000_000)
COST = "cost_yuan"
# Granted, but for a sum that nobody can name yet: whether somebody is entitled is settled.
ENTITLED = "entitled"
ORDER = (Outcome.GRANTED, ENTITLED, Outcome.MISSING_FACTS, Outcome.UNPAYABLE, Outcome.NOT_GRANTED)

SHORT: dict[str, Words] = {
    Outcome.GRANTED: _("可以享受"),
    ENTITLED: _("符合条件、金额还没有定"),
    Outcome.MISSING_FACTS: _("还要再问"),
    Outcome.UNPAYABLE: _("现在不能回答"),
    Outcome.NOT_GRANTED: _("不能享受"),
}


@dataclass(frozen=True)
class Share:
    """Who pays how much of a cost, in fen."""

    cost_fen: int
    payers: list[tuple[str, int | None]]


@dataclass(frozen=True)
class Answer:
    """What one programme answers; `missing` are the questions that decide, `unpublished` numbers nobody has set.

    `sums` are what is given, by payer; `shares` are who pays a cost. `every` is how often, empty for once.
    """

    pack: str
    programme: str
    name: str
    document: str
    is_draft: bool
    outcome: str
    kind: str
    gives: str
    entry: str
    every: str
    tier: str
    reasons: list[dict[str, str]]
    missing: list[Words]
    unpublished: list[str]
    sums: list[tuple[str, str, int]]
    shares: list[Share]
    is_example: bool


def answer(pack: str, bound: BoundRule, facts: Mapping[str, Any], cost_fen: int | None, on: date) -> Answer:
    """The programme's answer for somebody in whose household nobody has applied before."""
    rule, document = bound.rule, load_pack(pack)
    asks_cost = COST in rule.facts
    costs = (EXAMPLE_COSTS_FEN if cost_fen is None else (cost_fen,)) if asks_cost else (0,)
    decisions = [_decide(bound, facts, cost if asks_cost else None, on) for cost in costs]
    first = decisions[0]
    granted = first.outcome is Outcome.GRANTED
    return Answer(
        pack=pack,
        programme=rule.id,
        name=rule.name,
        document=document.short_title,
        is_draft=document.legal_status == "draft",
        outcome=_outcome(first),
        kind=rule.gives.kind,
        gives=rule.gives.words,
        entry=rule.entry,
        every=rule.cycle.every if rule.cycle else "",
        tier="；".join(rule.rows[row].words for row in first.resolution.rows),
        reasons=_told(pack, bound, first),
        missing=_missing(first),
        unpublished=[bound.parameters[name].label for name in first.resolution.missing_parameters],
        sums=_sums(bound, first) if granted and not asks_cost else [],
        shares=[_share(bound, each, cost) for each, cost in zip(decisions, costs, strict=True)]
        if granted and asks_cost
        else [],
        is_example=cost_fen is None,
    )


def _decide(bound: BoundRule, facts: Mapping[str, Any], cost_fen: int | None, on: date) -> Decision:
    nobody = {"person_id": "-", "household_id": "-", "request_id": "-"}
    supplied = {"applied_on": on, "on": on, "alive": True, COST: cost_fen}
    return deciding.decide_one(bound, {**facts, **nobody, **supplied})


def _outcome(decision: Decision) -> str:
    # Where no condition is open, the table has granted and only the sum waits.
    is_settled = not decision.outcome.is_decided and not decision.resolution.deciding
    return ENTITLED if is_settled else decision.outcome.value


def _missing(decision: Decision) -> list[Words]:
    facts: Mapping[str, Fact] = load_facts()
    return [question(facts[name])[0] for name in decision.resolution.missing_facts]


def _told(pack: str, bound: BoundRule, decision: Decision) -> list[dict[str, str]]:
    """The conditions with the place of their clause; what is missing is told apart, a limit is seen in the sums."""
    conditions = {condition.id for condition in bound.rule.conditions if condition.id != "alive"}
    clauses = load_clauses(pack)
    return [
        {"words": reason.words, "clause": clauses[reason.clause].place, "truth": reason.value}
        for reason in reasons_of(bound, decision)
        if reason.condition in conditions
    ]


def _sums(bound: BoundRule, decision: Decision) -> list[tuple[str, str, int]]:
    return [(amount.words, amount.payer, fen) for amount, fen in deciding.payable(bound, decision) if fen]


def _share(bound: BoundRule, decision: Decision, cost_fen: int) -> Share:
    return Share(cost_fen, [(amount.words, fen) for amount, fen in deciding.payable(bound, decision)])


def in_order(answers: Sequence[Answer]) -> list[Answer]:
    """What one may have first, then what is open, then what one may not."""
    return sorted(answers, key=lambda each: ORDER.index(each.outcome))


def counted(answers: Sequence[Answer]) -> list[tuple[Words, int]]:
    """How many programmes answer what, in the order of the answers."""
    counts = Counter(SHORT[each.outcome] for each in answers)
    return [(words, counts[words]) for words in dict.fromkeys(SHORT.values()) if counts[words]]


def overlapping(answers: Sequence[Answer]) -> list[str]:
    """What does not go together among programmes that one may have."""
    mine = {(each.pack, each.programme) for each in answers if each.outcome in (Outcome.GRANTED, ENTITLED)}
    packs = dict.fromkeys(each.pack for each in answers)
    return [
        overlap.words
        for pack in packs
        for overlap in load_overlaps(pack)
        if sum((pack, programme) in mine for programme in overlap.programmes) > 1
    ]
