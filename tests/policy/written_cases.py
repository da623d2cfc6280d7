"""Cases as officials write them in a pack: read, decided alone and as part of one batch, and compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.decision import Decision
from yinling.engines.rules.definition import within_force
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.parameters import Parameter, fixed
from yinling.engines.rules.parsing import parse_column
from yinling.engines.rules.values import parse_value
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.programmes import load_facts, load_parameters, load_programme
from yinling.gateways.policy.root import policy_root
from yinling.kernel.money import parse_yuan
from yinling.needs.entitlements.domain.deciding import decide_batch, decide_one, drawn_fen, payable, tier_of

# What whoever asks a programme supplies where a case is silent.
SUPPLIED: dict[str, dict[str, Any]] = {
    "request": {"申请编号": "甲1", "在世": "是"},
    "person": {"在世": "是"},
    "household": {"在世": "是"},
    "provider": {},
    "staff": {},
}


@dataclass(frozen=True)
class Case:
    """One case: a rule with its readings, and requests with what is expected of each."""

    pack: str
    title: str
    programme: BoundRule
    texts: list[dict[str, str | None]]
    expected: list[dict[str, Any]]


@dataclass(frozen=True)
class Written:
    """A case as it stands in a file, not yet made ready: one that is faulty fails alone."""

    pack: str
    document: dict[str, Any]
    entry: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.pack}: {self.entry['title']}"


def written_cases(packs: str = "*") -> Iterator[Written]:
    """Every case in the packs whose names match."""
    for pack in sorted(policy_root().glob(f"{packs}/pack.yaml")):
        for file in sorted((pack.parent / "cases").glob("*.yaml")):
            document = read_yaml(file).data
            yield from (Written(pack.parent.name, document, entry) for entry in document["cases"])


def case_of(written: Written) -> Case:
    """The case made ready to decide."""
    pack, document, entry = written.pack, written.document, written.entry
    parameters = load_parameters(pack)
    for name, value in {**document.get("parameters", {}), **entry.get("parameters", {})}.items():
        parameters[name] = _set(parameters[name], value)
    rule = load_programme(pack, document["programme"])
    requests = entry.get("requests") or [{"facts": entry.get("facts", {}), "expect": entry["expect"]}]
    common = {**SUPPLIED[rule.subject], **document["common"]}
    texts = [{label: _text(value) for label, value in {**common, **each["facts"]}.items()} for each in requests]
    days = [date.fromisoformat(each["计算日"]) for each in texts if each.get("计算日")]
    if not all(rule.is_in_force(day) for day in days):
        rule = within_force(rule)  # as the command does
    programme = bind(rule, parameters, entry.get("options", {}))
    return Case(pack, entry["title"], programme, texts, [each["expect"] for each in requests])


def _set(parameter: Parameter, value: Any) -> Parameter:
    if value is None:
        return Parameter(parameter.id, parameter.label, parameter.type)
    return fixed(parameter, parse_yuan(str(value)) if parameter.type == "money" else value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _value(fact: Fact, text: str | None) -> Any:
    return None if text is None else parse_value(fact, text)


def _facts_by_label() -> dict[str, Fact]:
    return {heading: fact for fact in load_facts().values() for heading in fact.headings}


def decide_alone(case: Case) -> list[Decision]:
    """One after another, in the order of the shared limit, each told what its group has left."""
    facts = _facts_by_label()
    values = [{facts[label].name: _value(facts[label], text) for label, text in each.items()} for each in case.texts]
    limit = case.programme.rule.limit
    if limit is None:
        return [decide_one(case.programme, each) for each in values]
    cap = case.programme.parameters[limit.parameter].values[0].value
    tiers = [tier_of(case.programme, decide_one(case.programme, each)) for each in values]
    best = next((row.id for row in case.programme.rule.rows if row.id in tiers), "")
    decided: dict[int, Decision] = {}
    used: dict[Any, int] = {}
    for at in sorted(range(len(values)), key=lambda at: [str(values[at].get(name)) for name in limit.order]):
        group = values[at][limit.per]
        left = cap - used.get(group, 0)
        decided[at] = decide_one(case.programme, values[at], cap_left_fen=left, household_tier=best)
        used[group] = used.get(group, 0) + drawn_fen(case.programme, decided[at])
    return [decided[at] for at in range(len(values))]


def decide_together(case: Case) -> list[Decision]:
    """All requests of a case as one batch."""
    facts = _facts_by_label()
    columns = {
        facts[label].name: parse_column(
            facts[label], pa.array([each.get(label) for each in case.texts], pa.string()), {}
        )
        for label in {label: None for each in case.texts for label in each}
    }
    assert not any(parsed.faults for parsed in columns.values())
    batch = decide_batch(case.programme, {name: each.column for name, each in columns.items()}, len(case.texts))
    return [batch.decision(row) for row in range(len(case.texts))]


def check_case(case: Case) -> None:
    """The case ends as written, alone and together."""
    alone, together = decide_alone(case), decide_together(case)
    assert [vars(each) for each in alone] == [vars(each) for each in together]
    for decision, expected in zip(alone, case.expected, strict=True):
        _check(case.programme, decision, expected)


def _check(programme: BoundRule, decision: Decision, expected: dict[str, Any]) -> None:
    resolution = decision.resolution
    assert decision.outcome == expected["outcome"]
    if "tier" in expected:
        assert tier_of(programme, decision) == expected["tier"]
    if "shares" in expected:
        shares = {amount.id: fen for amount, fen in payable(programme, decision)}
        assert shares == {name: parse_yuan(str(yuan)) for name, yuan in expected["shares"].items()}
    if "missing" in expected:
        assert [*resolution.missing_facts, *resolution.missing_parameters] == expected["missing"]
    truths = dict(zip([each.id for each in programme.rule.conditions], resolution.truths, strict=True))
    for word, truth in (("holds", True), ("fails", False), ("unknown", None)):
        assert [name for name in expected.get(word, []) if truths[name] is not truth] == []
