"""Every case of a pack is worked out again: what does not come out as written is named with what did come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from yinling.engines.rules.batch import decide_batch
from yinling.engines.rules.bound import BoundRule, UnknownChoice, bind
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.definition import within_force
from yinling.engines.rules.diagram import BadTable
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.parameters import Parameter, fixed
from yinling.engines.rules.parsing import parse_column
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.contents import Contents
from yinling.gateways.policy.findings import Finding, error
from yinling.gateways.policy.lines import Document, PolicyFault
from yinling.gateways.policy.programmes import load_facts, load_parameters
from yinling.kernel.money import NotMoney, display_yuan, parse_yuan

OUTCOMES = {
    "granted": "符合（granted）", "not_granted": "不符合（not_granted）",
    "missing_facts": "情况不全（missing_facts）", "unpayable": "标准未公布（unpayable）",
}  # fmt: skip
TRUTHS = {"holds": (True, "成立"), "fails": (False, "不成立"), "unknown": (None, "不知道")}
# What whoever asks a programme supplies where a case is silent.
ALIVE = {"在世": "是"}
SUPPLIED = {"request": {"申请编号": "甲1", **ALIVE}, "person": ALIVE, "household": ALIVE}
DAY = "计算日"


class _Unready(ValueError):
    """A case that cannot be decided; the words say why."""


@dataclass(frozen=True)
class _Ground:
    """What the cases of one file stand on."""

    rule: Rule
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    document: Document


def case_faults(contents: Contents, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Cases that do not come out as written, at their line; `rules` are the programmes that could be read."""
    try:
        facts = {heading: fact for fact in load_facts().values() for heading in fact.headings}
        parameters = load_parameters(contents.folder.name)
    except PolicyFault:
        return  # told of elsewhere, at its own line
    for name, document in contents.documents.items():
        if not name.startswith("cases/"):
            continue
        rule = rules.get(programme := document.data["programme"])
        if not (contents.folder / "programmes" / f"{programme}.yaml").is_file():
            yield error(
                document.file, document.line("programme"), f"没有项目“{programme}”（programmes/{programme}.yaml）"
            )
        if rule is not None:
            ground = _Ground(rule, facts, parameters, document)
            for at, entry in enumerate(document.data["cases"]):
                yield from _faults(ground, entry, at)


def _faults(ground: _Ground, entry: Mapping[str, Any], at: int) -> Iterator[Finding]:
    document, title = ground.document, entry["title"]
    asked = entry.get("requests") or [{"facts": entry.get("facts", {}), "expect": entry["expect"]}]
    try:
        bound, decisions = _decided(ground, entry, [each["facts"] for each in asked])
    except BadTable:
        return  # told of elsewhere, at the table
    except _Unready as fault:
        yield error(document.file, document.line("cases", at), f"案例“{title}”：{fault}")
        return
    for n, (each, decision) in enumerate(zip(asked, decisions, strict=True)):
        which = f"第{n + 1}个申请：" if len(asked) > 1 else ""
        line = document.line("cases", at, *(("requests", n, "expect") if "requests" in entry else ("expect",)))
        for words in _wrong(bound, decision, each["expect"]):
            yield error(document.file, line, f"案例“{title}”：{which}{words}")


def _decided(ground: _Ground, entry: Mapping[str, Any], told: list[Any]) -> tuple[BoundRule, list[Decision]]:
    common = {**SUPPLIED.get(ground.rule.subject, {}), **ground.document.data["common"]}
    texts = [{name: _text(value) for name, value in {**common, **each}.items()} for each in told]
    for name in {name for each in texts for name in each}:
        if name not in ground.facts:
            raise _Unready(f"事实词典中没有“{name}”（national/facts.yaml）")
    try:
        days = [_day(day) for each in texts if (day := each.get(DAY))]
        rule = ground.rule
        rule = rule if all(rule.is_in_force(day) for day in days) else within_force(rule)
        bound = bind(rule, _parameters(ground, entry), entry.get("options", {}))
        return bound, _batch(ground, bound, texts)
    except UnknownChoice as fault:
        raise _Unready(f"没有这种读法：{fault}") from fault
    except NotMoney as fault:
        raise _Unready(f"不是金额：{fault}") from fault


def _parameters(ground: _Ground, entry: Mapping[str, Any]) -> dict[str, Parameter]:
    found = dict(ground.parameters)
    for name, value in {**ground.document.data["parameters"], **entry.get("parameters", {})}.items():
        if name not in found:
            raise _Unready(f"parameters/ 中没有参数“{name}”")
        known = found[name]
        number = parse_yuan(str(value)) if known.type == "money" and value is not None else value
        found[name] = Parameter(known.id, known.label, known.type) if number is None else fixed(known, number)
    return found


def _batch(ground: _Ground, bound: BoundRule, texts: list[dict[str, str | None]]) -> list[Decision]:
    columns = {}
    for name in dict.fromkeys(name for each in texts for name in each):
        fact = ground.facts[name]
        parsed = parse_column(fact, pa.array([each.get(name) for each in texts], pa.string()), {})
        for reason in parsed.faults.values():
            raise _Unready(f"“{name}”：{reason}")
        columns[fact.name] = parsed.column
    batch = decide_batch(bound, columns, len(texts))
    return [batch.decision(row) for row in range(len(texts))]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _Unready(f"{DAY}“{text}”不是日期，应写成 2021-05-01") from fault


def _wrong(bound: BoundRule, decision: Decision, expected: Mapping[str, Any]) -> Iterator[str]:
    """What came out otherwise than written."""
    if decision.outcome != expected["outcome"]:
        yield f"写的是{OUTCOMES[expected['outcome']]}，算出来是{OUTCOMES[decision.outcome]}{_because(bound, decision)}"
        return
    tier = "+".join(bound.rule.rows[row].id for row in decision.rows)
    if expected.get("tier", tier) != tier:
        yield f"写的是“{expected['tier']}”这一档，算出来是“{tier}”"
    if "shares" in expected:
        yield from _wrong_shares(bound, decision, expected["shares"])
    missing = [*decision.resolution.missing_facts, *decision.resolution.missing_parameters]
    if expected.get("missing", missing) != missing:
        yield f"写的是缺少{'、'.join(expected['missing'])}，实际缺少{'、'.join(missing) or '（没有）'}"
    yield from _wrong_truths(bound, decision, expected)


def _because(bound: BoundRule, decision: Decision) -> str:
    resolution = decision.resolution
    lacking = [*resolution.missing_facts, *resolution.missing_parameters]
    truths = zip(bound.rule.conditions, resolution.truths, strict=True)
    unmet = [condition.words for condition, truth in truths if truth is False]
    if lacking:
        return f"：缺少{'、'.join(lacking)}"
    return f"：没有达到“{'”“'.join(unmet)}”" if decision.outcome is Outcome.NOT_GRANTED and unmet else ""


def _wrong_shares(bound: BoundRule, decision: Decision, expected: Mapping[str, Any]) -> Iterator[str]:
    is_refused = decision.outcome is Outcome.NOT_GRANTED
    found = {
        amount.id: 0 if is_refused and amount.public else decision.amounts[amount.id]
        for amount in bound.rule.amounts
        if amount.payer
    }
    for name, yuan in expected.items():
        fen = parse_yuan(str(yuan))
        if name not in found:
            yield f"没有由谁出（payer）的金额“{name}”，只有{'、'.join(found) or '（没有）'}"
        elif found[name] != fen:
            yield f"{name} 写的是 {display_yuan(fen)}，算出来是 {_shown(found[name])}"
    for name in found.keys() - expected.keys():
        yield f"漏写了 {name}，算出来是 {_shown(found[name])}"


def _shown(fen: int | None) -> str:
    return "（没有）" if fen is None else display_yuan(fen)


def _wrong_truths(bound: BoundRule, decision: Decision, expected: Mapping[str, Any]) -> Iterator[str]:
    truths = dict(zip([each.id for each in bound.rule.conditions], decision.resolution.truths, strict=True))
    for key, (truth, words) in TRUTHS.items():
        for name in expected.get(key, []):
            if name not in truths:
                yield f"{key} 写了“{name}”，项目里没有这个条件"
            elif truths[name] is not truth:
                yield f"条件“{name}”写的是{words}，实际不是"
