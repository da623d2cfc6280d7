"""One decision told to a person: what was asked, what follows, and why, in plain Chinese."""

from collections.abc import Mapping
from typing import Any

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.rule import Rule
from yinling.kernel.money import display_yuan
from yinling.needs.entitlements.domain.deciding import payable
from yinling.needs.entitlements.domain.reasons import Reason, reasons_of

OUTCOME_WORDS = {
    Outcome.GRANTED: "给予补贴",
    Outcome.NOT_GRANTED: "不予补贴",
    Outcome.MISSING_FACTS: "资料不全，暂不能决定",
    Outcome.UNPAYABLE: "标准未公布，暂不能计算",
}
UNKNOWN_WORDS = "不知道"
GIFT_WORDS = {Outcome.GRANTED: "可以享受", Outcome.NOT_GRANTED: "不能享受"}


def outcome_words(rule: Rule, outcome: Outcome) -> str:
    """How a case ends, in words that fit what is given."""
    return (OUTCOME_WORDS if rule.gives.kind == "money" else {**OUTCOME_WORDS, **GIFT_WORDS})[outcome]


def explain(programme: BoundRule, decision: Decision, values: Mapping[str, Any], facts: Mapping[str, Fact]) -> str:
    """A page of text about one case; `values` by fact name, money in fen."""
    rule = programme.rule
    lines = [f"{rule.name}（{rule.clause}）", f"结果：{outcome_words(rule, decision.outcome)}"]
    lines += [f"档次：{rule.rows[row].words}（{rule.rows[row].clause}）" for row in decision.rows]
    lines += ["", "资料"]
    lines += [f"  {facts[name].label}：{value_words(facts[name], values[name])}" for name in facts if name in values]
    shares = payable(programme, decision)
    lines += ["", "金额"] if shares else ["", f"给什么：{rule.gives.words or rule.name}"]
    lines += [f"  {amount.words}（{amount.payer}）：{_money(fen)}" for amount, fen in shares]
    if decision.limit_left is not None and rule.limit:
        lines.append(f"  {rule.limit.words}：本次之前还剩 {display_yuan(decision.limit_left)}")
    lines += ["", "理由"]
    lines += [_reason_line(reason) for reason in reasons_of(programme, decision, facts)]
    lines += ["", "采用的读法", *_readings(programme)] if rule.options else []
    return "\n".join(lines)


def _readings(programme: BoundRule) -> list[str]:
    return [
        f"  {option.words}：{option.choices[programme.options[option.id]]}（{option.question}）"
        for option in programme.rule.options
    ]


def value_words(fact: Fact, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return UNKNOWN_WORDS
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.type == "money":
        return display_yuan(value)
    if words := {number: word for word, number in fact.words.items()}.get(value):
        return words
    return f"{value}"


def _money(fen: int | None) -> str:
    return "尚未决定" if fen is None else display_yuan(fen)


def _reason_line(reason: Reason) -> str:
    return f"  [{reason.value_words}] {reason.words}（{reason.clause}）"
