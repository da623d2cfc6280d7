"""Why: a reason for each condition, in Chinese, with its clause; and what was missing, and what the limit did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, LimitUse
from yinling.engines.rules.facts import Fact

Pieces = Sequence[Mapping[bool | None, str]]
VALUES = {True: "true", False: "false", None: "unknown"}
VALUE_WORDS = {"true": "是", "false": "否", "unknown": "不知道"}
LIMIT_WORDS = {
    LimitUse.REACHED: "达到本户上限，补贴按上限计",
    LimitUse.REDUCED: "本户上限已被更早的申请用去一部分，只补剩余部分",
    LimitUse.USED_UP: "本户上限已被更早的申请用完，不再补贴",
}
HOUSEHOLD_TIER = "按所选读法，取本户已获补贴的申请人中最高的一档"
EARLIER_UNDECIDED = "本户另有更早的申请尚未作出决定，决定后本次金额可能变化"


@dataclass(frozen=True)
class Reason:
    """One reason: condition id, Chinese words, clause, and `true`, `false` or `unknown`."""

    condition: str
    words: str
    clause: str
    value: str

    @property
    def value_words(self) -> str:
        """是, 否 or 不知道."""
        return VALUE_WORDS[self.value]


def reasons_of(programme: BoundRule, decision: Decision, facts: Mapping[str, Fact] | None = None) -> tuple[Reason, ...]:
    """Every condition with its truth, then what is missing, then what the limit did."""
    return (*_conditions(programme, decision), *_others(programme, decision, facts))


def pieces_of(programme: BoundRule) -> Pieces:
    """Each condition's reason as JSON, by its truth: made once for many cases."""
    return [
        {truth: _as_json(Reason(each.id, each.words, each.clause, value)) for truth, value in VALUES.items()}
        for each in programme.rule.conditions
    ]


def join_pieces(pieces: Pieces, programme: BoundRule, decision: Decision, facts: Mapping[str, Fact]) -> str:
    """`as_json(reasons_of(…))` with the conditions' pieces made before."""
    conditions = (each[truth] for each, truth in zip(pieces, decision.resolution.truths, strict=True))
    return f"[{','.join((*conditions, *map(_as_json, _others(programme, decision, facts))))}]"


def as_json(reasons: tuple[Reason, ...]) -> str:
    """The reasons as a JSON list, Chinese kept readable."""
    return f"[{','.join(map(_as_json, reasons))}]"


@lru_cache(maxsize=4096)
def _as_json(reason: Reason) -> str:
    # The same few reasons come again in millions of rows.
    return json.dumps(asdict(reason), ensure_ascii=False, separators=(",", ":"))


def _conditions(programme: BoundRule, decision: Decision) -> list[Reason]:
    return [
        Reason(condition.id, condition.words, condition.clause, VALUES[truth])
        for condition, truth in zip(programme.rule.conditions, decision.resolution.truths, strict=True)
    ]


def _others(programme: BoundRule, decision: Decision, facts: Mapping[str, Fact] | None) -> list[Reason]:
    labels = {} if decision.outcome.is_decided else {name: fact.label for name, fact in (facts or {}).items()}
    return [*_missing(programme, decision, labels), *_raised(programme, decision), *_limit(programme, decision)]


def _missing(programme: BoundRule, decision: Decision, labels: Mapping[str, str]) -> list[Reason]:
    clause = programme.rule.clause
    facts = [
        Reason(f"missing_fact:{name}", f"缺少“{labels.get(name, name)}”，无法决定", clause, "unknown")
        for name in decision.resolution.missing_facts
    ]
    unset = {name: programme.parameters[name].label for name in decision.resolution.missing_parameters}
    parameters = [
        Reason(f"missing_parameter:{name}", f"“{label}”尚未公布或录入，无法计算", clause, "unknown")
        for name, label in unset.items()
    ]
    return facts + parameters


def _raised(programme: BoundRule, decision: Decision) -> list[Reason]:
    if not decision.rows or decision.rows == decision.resolution.rows:
        return []
    return [Reason("household_tier", HOUSEHOLD_TIER, programme.rule.clause, "true")]


def _limit(programme: BoundRule, decision: Decision) -> list[Reason]:
    limit = programme.rule.limit
    if limit is None:
        return []
    words = [LIMIT_WORDS[decision.limit_use]] if decision.limit_use is not LimitUse.FREE else []
    reasons = [Reason(limit.id, f"{limit.words}：{text}", limit.clause, "true") for text in words]
    if decision.is_earlier_undecided:
        reasons.append(Reason("earlier_undecided", EARLIER_UNDECIDED, limit.clause, "unknown"))
    return reasons
