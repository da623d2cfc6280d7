"""How people are watched over by visits: the national file, with what a pack writes otherwise in its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yinling.engines.rules.expressions import BadExpression, parse
from yinling.engines.rules.parameters import Parameter
from yinling.gateways.policy.findings import Finding as Fault
from yinling.gateways.policy.findings import error
from yinling.gateways.policy.lines import PolicyFault, read_yaml
from yinling.gateways.policy.programmes import load_facts, load_parameters, load_programme, programme_ids
from yinling.gateways.policy.reading import load_indicators, load_targets
from yinling.gateways.policy.root import policy_root

NATIONAL, FILE = "national", "wellbeing.yaml"


@dataclass(frozen=True)
class Source:
    """Where a number or a condition is written, and whether it was read there."""

    text: str
    verified: bool


@dataclass(frozen=True)
class Condition:
    """One thing that is true, false or unknown of a person, in the language of the rules."""

    id: str
    when: str
    words: str
    clause: str
    source: Source


@dataclass(frozen=True)
class Risk:
    """A class of risk: the first whose condition holds; how often such people are visited and whether called daily."""

    id: str
    words: str
    visits_per_month: int
    daily: bool
    source: Source
    when: str = ""


@dataclass(frozen=True)
class Signal:
    """What adds to the concern: `points` each time within the last `days`, at most `times_max` times."""

    id: str
    words: str
    points: int
    days: int
    times_max: int


@dataclass(frozen=True)
class Finding:
    """What a visitor may find; `ticket` is the kind that it opens, if any."""

    id: str
    words: str
    reached: bool
    ticket: str = ""


@dataclass(frozen=True)
class TicketKind:
    """What is to be done about a finding, and within which hours or working days."""

    id: str
    words: str
    hours: int = 0
    working_days: int = 0
    urgent: bool = False


@dataclass(frozen=True)
class Daily:
    """The clock of "I am well", as HH:MM, and how often it is asked."""

    ask_at: str
    visit_at: str
    repeat_minutes: int
    tries: int


@dataclass(frozen=True)
class Round:
    """A visitor's day; times as HH:MM."""

    stops: int
    minutes: int
    from_: str
    until: str
    mode: str


@dataclass(frozen=True)
class WellbeingRules:
    """Everything of one pack. `goals` are percents by the year from which they hold; `unverified` has no source."""

    required: tuple[Condition, ...]
    groups: tuple[Condition, ...]
    risks: tuple[Risk, ...]
    parameters: Mapping[str, Parameter]
    joining_days: int
    joining_count: str
    ways: tuple[str, ...]
    record_days_back: int
    goals: tuple[tuple[int, float], ...]
    daily: Daily
    shown_from: int
    signals: Mapping[str, Signal]
    meal_services: tuple[str, ...]
    findings: Mapping[str, Finding]
    tickets: Mapping[str, TicketKind]
    round: Round
    unverified: tuple[str, ...]

    def goal_in(self, year: int) -> float | None:
        """The percent asked for in a year; the last one holds on, None before the first."""
        return next((percent for since, percent in reversed(self.goals) if since <= year), None)


def load_wellbeing(pack: str) -> WellbeingRules:
    """The pack's rules; what it does not write is as in the national file."""
    return _rules(policy_root(), pack)


@cache
def _rules(root: Path, pack: str) -> WellbeingRules:
    data, own = dict(read_yaml(root / NATIONAL / FILE).data), _own(root, pack)
    named = "programme" in own
    data |= {key: value for key, value in own.items() if not (named and key == "required")}
    required, groups = _conditions(data["required"]), _conditions(data["groups"])
    if named:
        required, groups = (_named(pack, own, key) for key in ("required_named", "groups_named"))
        required += _conditions(own.get("required", ()))
    daily, signals = data["daily"], data["concern"]["signals"]
    return WellbeingRules(
        required=required, groups=groups,
        risks=tuple(Risk(**{**row, "source": Source(**row["source"])}) for row in data["risks"]),
        parameters=load_parameters(pack) if named else {},
        joining_days=data["joining"]["days"], joining_count=data["joining"]["count"],
        ways=tuple(data["counting"]["ways"]), record_days_back=data["counting"]["record_days_back"],
        goals=_goals(pack, data["goal"]),
        daily=Daily(**{key: daily[key] for key in ("ask_at", "visit_at", "repeat_minutes", "tries")}),
        shown_from=data["concern"]["shown_from"], signals={row["id"]: Signal(**row) for row in signals},
        meal_services=tuple(data["concern"]["meal_services"]),
        findings={row["id"]: Finding(**row) for row in data["findings"]},
        tickets={row["id"]: TicketKind(**row) for row in data["tickets"]},
        round=_round(data["round"]),
        unverified=tuple(_unverified(data, (*required, *groups))),
    )  # fmt: skip


def _own(root: Path, pack: str) -> dict[str, Any]:
    file = root / pack / FILE
    return dict(read_yaml(file).data) if file.exists() else {}


def _conditions(rows: Any) -> tuple[Condition, ...]:
    return tuple(Condition(**{**row, "source": Source(**row["source"])}) for row in rows)


def _named(pack: str, own: Mapping[str, Any], key: str) -> tuple[Condition, ...]:
    """Conditions of one of the pack's programmes, so that a group is written once."""
    known = {each.id: each for each in load_programme(pack, own["programme"]).conditions}
    return tuple(
        Condition(each.id, each.when.source, each.words, each.clause, Source(f"{pack}：{own['programme']}", True))
        for each in (known[name] for name in own[key])
    )


def _goals(pack: str, goal: Mapping[str, Any]) -> tuple[tuple[int, float], ...]:
    if "indicator" not in goal:
        return ((0, float(goal["percent"])),)
    cells = [one for one in load_targets(pack) if one.indicator == goal["indicator"] and one.value is not None]
    return tuple(sorted((one.year, float(one.value or 0)) for one in cells))


def _round(row: Mapping[str, Any]) -> Round:
    return Round(row["stops"], row["minutes"], row["from"], row["until"], row["mode"])


def _unverified(data: Mapping[str, Any], conditions: tuple[Condition, ...]) -> Iterator[str]:
    """Words for what has no source that somebody read."""
    yield from (one.words for one in conditions if not one.source.verified)
    if not all(row["source"]["verified"] for row in data["risks"]):
        yield "探访次数"
    parts = {"joining": "第一次探访的期限", "counting": "哪些方式算探访", "goal": "探访率目标", "daily": "报平安的时间",
             "concern": "关注分", "round": "探访路线"}  # fmt: skip
    yield from (words for key, words in parts.items() if not data[key]["source"]["verified"])
    if not data["findings_source"]["verified"]:
        yield "发现的情况和工单期限"


def wellbeing_faults(root: Path, pack: str) -> list[Fault]:
    """Names in `wellbeing.yaml` that lead nowhere, at their line; shapes are checked elsewhere."""
    file = root / pack / FILE
    if not file.exists():
        return []
    try:
        document = read_yaml(file)
        return [error(file, document.line(*at), words) for at, words in _strange(pack, document.data)]
    except PolicyFault:
        return []  # told of elsewhere, at its own line


def _strange(pack: str, data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    facts = set(load_facts())
    for key in ("required", "groups", "risks"):
        for at, row in enumerate(data.get(key, ())):
            try:
                names = parse(row["when"]).names if "when" in row else frozenset()
            except BadExpression as fault:
                yield (key, at, "when"), f"不是规则语言的式子：{fault}"
                continue
            for name in sorted(names - facts):
                yield (key, at, "when"), f"事实词典里没有“{name}”"
    programme = data.get("programme")
    if programme and programme not in programme_ids(pack):
        yield ("programme",), f"没有项目“{programme}”（programmes/{programme}.yaml）"
    elif programme:
        known = {each.id for each in load_programme(pack, programme).conditions}
        for key in ("required_named", "groups_named"):
            for at, name in enumerate(data.get(key, ())):
                if name not in known:
                    yield (key, at), f"项目“{programme}”没有条件“{name}”"
    indicator = data.get("goal", {}).get("indicator")
    if indicator and indicator not in load_indicators(pack):
        yield ("goal", "indicator"), f"没有指标“{indicator}”"
    kinds = {row["id"] for row in data.get("tickets", ())}
    for at, row in enumerate(data.get("findings", ())):
        if kinds and row.get("ticket", "") not in kinds | {""}:
            yield ("findings", at, "ticket"), f"没有工单种类“{row['ticket']}”"


def in_force(rules: WellbeingRules, on: date) -> dict[str, int | None]:
    """The values of the pack's parameters on a day, for its conditions."""
    return {name: parameter.on(on) for name, parameter in rules.parameters.items()}
