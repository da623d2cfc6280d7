"""Scenarios for pages: the list, one, two side by side; series for charts and rows for a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yinling.kernel.actor import Actor
from yinling.kernel.money import display_yuan, format_yuan
from yinling.needs.forecasts.domain.plans import Plan, assumptions, turns
from yinling.needs.forecasts.models import Scenario, Snapshot
from yinling.needs.forecasts.queries import plans as known

LISTED_MAX = 100
FEN_IN_TEN_THOUSAND = 1_000_000
Result = Mapping[str, Any]


class ScenarioUnknown(LookupError):
    """No such scenario, or not for this viewer."""


@dataclass(frozen=True)
class Changed:
    """One change or assumption in words."""

    programme: str
    label: str
    before: str
    after: str
    is_assumed: bool


def scenarios(*, actor: Actor) -> list[Scenario]:
    """The newest ones the actor may see."""
    return list(Scenario.objects.visible_to(actor).select_related("snapshot").order_by("-pk")[:LISTED_MAX])


def scenario(scenario_id: int, *, actor: Actor) -> Scenario:
    """Raises ScenarioUnknown."""
    found = Scenario.objects.visible_to(actor).select_related("snapshot").filter(pk=scenario_id).first()
    if found is None:
        raise ScenarioUnknown(scenario_id)
    return found


def changes_in_words(question: Mapping[str, Any], snapshot: Snapshot) -> list[Changed]:
    """What was assumed and what was changed, with what holds by the documents; programmes since gone are left out."""
    found: dict[str, Changed] = {}
    for key in question["programmes"]:
        try:
            plan = known.plan(key, on=snapshot.on)
        except LookupError:
            continue
        found |= {line.label + turn_id: line for turn_id, line in _lines(plan, question, snapshot)}
    return list(found.values())


def _lines(plan: Plan, question: Mapping[str, Any], snapshot: Snapshot) -> list[tuple[str, Changed]]:
    assumed, changes = question["assumed"], question["changes"]
    lines = []
    for turn in [*assumptions(plan), *turns(plan, snapshot.on)]:
        words = dict(turn.choices)
        before = assumed.get(turn.id, turn.now)
        if turn.id in assumed or turn.id in changes:
            after = changes.get(turn.id, before)
            was, now = (_words(value, turn.kind, turn.unit, words) for value in (before, after))
            lines.append((turn.id, Changed(plan.rule.name, turn.label, was, now, turn.id in assumed)))
    return lines


def _words(value: Any, kind: str, unit: str, choices: Mapping[str, str]) -> str:
    if value is None:
        return _("未公布")
    if kind == "money":
        return display_yuan(int(value)).removesuffix(" 元") + f" {unit or '元'}"
    return choices.get(str(value), f"{value} {unit}".strip())


def years_chart(result: Result) -> dict[str, Any]:
    """Cost by year: a bar for each programme after the change, lines for both totals."""
    years = result["years"]
    return {
        "label": _("年度"),
        "labels": [str(year["year"]) for year in years],
        "unit": _("万元"),
        "bars": [
            {"name": each["name"], "values": [_wan(year["after"]["programmes"][each["key"]]["fen"]) for year in years]}
            for each in result["programmes"]
        ],
        "lines": [
            {"name": _("合计（现行）"), "values": [_wan(year["before"]["fen"]) for year in years]},
            {"name": _("合计（改后）"), "values": [_wan(year["after"]["fen"]) for year in years]},
        ],
    }


def groups_chart(groups: Sequence[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Yearly cost before and after, by group."""
    return {
        "label": label,
        "labels": [each["name"] for each in groups],
        "unit": _("万元"),
        "bars": [
            {"name": _("现行"), "values": [_wan(each["before_fen"]) for each in groups]},
            {"name": _("改后"), "values": [_wan(each["after_fen"]) for each in groups]},
        ],
    }


def comparison_chart(first: Scenario, second: Scenario) -> dict[str, Any]:
    """The costs of two scenarios by year."""
    sides = [{year["year"]: year["after"]["fen"] for year in each.result["years"]} for each in (first, second)]
    years = sorted({*sides[0], *sides[1]})
    return {
        "label": _("年度"),
        "labels": [str(year) for year in years],
        "unit": _("万元"),
        "bars": [
            {"name": name, "values": [_wan(side.get(year)) for year in years]}
            for name, side in zip((f"1 {first.name}", f"2 {second.name}"), sides, strict=True)
        ],
    }


def _wan(fen: int | None) -> float | None:
    """Ten thousands of yuan with two decimals, for drawing."""
    return None if fen is None else round(fen / FEN_IN_TEN_THOUSAND, 2)


@dataclass(frozen=True)
class Pair:
    """One figure of two scenarios."""

    label: str
    first: int | None
    second: int | None
    is_money: bool

    @property
    def difference(self) -> int | None:
        """The second less the first; None where one is not known."""
        return None if self.first is None or self.second is None else self.second - self.first


def pairs(first: Scenario, second: Scenario) -> list[Pair]:
    """The figures of two scenarios side by side: totals now, then cost by year."""
    one, other = first.result["total"], second.result["total"]
    found = [
        Pair(label, one[name], other[name], is_money)
        for name, label, is_money in [
            ("before_fen", _("现行，每年"), True), ("after_fen", _("改后，每年"), True),
            ("gainers", _("受益人数"), False), ("losers", _("受损人数"), False),
            ("gained_fen", _("受益人一年多得"), True), ("lost_fen", _("受损人一年少得"), True),
        ]
    ]  # fmt: skip
    sides = [{year["year"]: year["after"]["fen"] for year in each.result["years"]} for each in (first, second)]
    for year in sorted({*sides[0], *sides[1]}):
        found.append(Pair(_("%(year)s 年（改后）") % {"year": year}, sides[0].get(year), sides[1].get(year), True))
    return found


def rows(result: Result) -> dict[str, list[str]]:
    """Everything as columns of one table, sums in yuan."""
    lines: list[list[str]] = []
    for each in result["programmes"]:
        before, after = each["before"], each["after"]
        lines.append([_("项目"), each["name"], *map(_cell, (before["people"], after["people"])),
                      *map(_yuan, (before["fen"], after["fen"])), "", "", "", ""])  # fmt: skip
        lines += [_group(f"{_('档次')} {each['name']}", tier) for tier in each["tiers"]]
    lines.append(_group(_("合计"), {"name": "", **result["total"]}))
    lines += [_group(_("街镇"), each) for each in result["towns"]] + [
        _group(_("年龄"), each) for each in result["ages"]
    ]
    for year in result["years"]:
        sums = map(_yuan, (year["before"]["fen"], year["after"]["fen"]))
        lines.append([_("年度"), str(year["year"]), "", "", *sums, "", "", "", ""])
    names = [_("部分"), _("名称"), _("现行人数"), _("改后人数"), _("现行费用（元/年）"), _("改后费用（元/年）"),
             _("受益人数"), _("受损人数"), _("一年多得（元）"), _("一年少得（元）")]  # fmt: skip
    return {name: [line[at] for line in lines] for at, name in enumerate(names)}


def _group(part: str, each: Mapping[str, Any]) -> list[str]:
    return [
        part, each["name"], _cell(each["before"]), _cell(each["after"]), _yuan(each["before_fen"]),
        _yuan(each["after_fen"]), _cell(each["gainers"]), _cell(each["losers"]), _yuan(each["gained_fen"]),
        _yuan(each["lost_fen"]),
    ]  # fmt: skip


def _cell(count: int | None) -> str:
    return "*" if count is None else str(count)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)
