"""Programmes that may be tried, of every installed pack, with the values in force; the basis of a saved scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.parameters import DatedValue, Parameter
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy import reading
from yinling.gateways.policy.programmes import load_overlaps, load_programme, programme_ids
from yinling.gateways.policy.survival import load_survival_tables
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.entitlements.queries.programmes import bound_programme, parameters_in_force
from yinling.needs.forecasts.domain.plans import Plan, moved_here
from yinling.needs.forecasts.domain.population import Survival

CYCLED = ("person", "request")
BY_REQUEST = gettext_noop("按申请给予，要假设平均费用和申请比例")
Basis = Mapping[str, Any]


class UnknownPlan(LookupError):
    """No installed pack has a programme of that name that can be tried; the message is in Chinese."""


@dataclass(frozen=True)
class Offer:
    """A programme to choose, with what a person should know before."""

    key: str
    name: str
    gives: str
    note: str


@dataclass(frozen=True)
class PackOffer:
    """A document and its programmes that can be tried."""

    pack: str
    title: str
    legal_status: str
    is_deployed: bool
    offers: list[Offer]


def offers() -> list[PackOffer]:
    """Everything that can be tried, packs in use first."""
    deployed = deployed_packs()
    names = [*deployed, *(pack for pack in reading.packs() if pack not in deployed)]
    found = [_pack_offer(pack, pack in deployed) for pack in names]
    return [each for each in found if each.offers]


def _pack_offer(pack: str, is_deployed: bool) -> PackOffer:
    document = reading.load_pack(pack)
    rules = [load_programme(pack, name) for name in programme_ids(pack)]
    some = [
        Offer(f"{pack}:{rule.id}", rule.name, rule.gives.words, _note(rule)) for rule in rules if _can_be_tried(rule)
    ]
    return PackOffer(pack, document.short_title, document.legal_status, is_deployed, some)


def _can_be_tried(rule: Rule) -> bool:
    """A right used on demand costs nothing by itself; a request without sums neither."""
    return rule.subject in CYCLED and rule.entry != "on_demand" and (rule.subject == "person" or bool(rule.amounts))


def _note(rule: Rule) -> str:
    return BY_REQUEST if rule.subject == "request" else ""


def plan(key: str, *, on: date) -> Plan:
    """A programme with the values and readings in force on a day. Raises UnknownPlan."""
    pack, _sign, programme = key.partition(":")
    if pack not in reading.packs() or programme not in programme_ids(pack):
        raise UnknownPlan(f"没有这个项目：{key}")
    document = reading.load_pack(pack)
    bound = bound_programme(programme, on=on, pack=pack)
    if bound.rule.subject not in CYCLED:
        raise UnknownPlan(f"这个项目不是给老年人个人的：{bound.rule.name}")
    here = reading.load_pack(settings.PACK).area
    moved = document.area != here and pack not in deployed_packs() and not here.startswith(document.area)
    return Plan(
        pack=pack,
        rule=moved_here(bound.rule, document.area, here) if moved else bound.rule,
        parameters={name: each for name, each in parameters_in_force(pack).items() if name in bound.rule.parameters},
        options=bound.options,
        document=document.short_title,
        is_draft=document.legal_status == "draft",
        moved=moved,
    )


def overlaps_of(plans: Sequence[Plan]) -> dict[str, tuple[Overlap, ...]]:
    """What the packs of some plans declare."""
    return {pack: load_overlaps(pack) for pack in {each.pack for each in plans}}


def survival(name: str) -> Survival | None:
    """A table of deaths by its id; None where none was asked for."""
    table = load_survival_tables().get(name)
    return Survival(table.id, table.name, table.source, table.verified, table.deaths) if table else None


def survival_choices() -> list[tuple[str, str]]:
    """Tables to choose from."""
    return [
        (table.id, table.name if table.verified else f"{table.name}（未经核实）")
        for table in load_survival_tables().values()
    ]


def basis_of(plans: Sequence[Plan]) -> dict[str, Any]:
    """Rule version, readings and dated values of each plan, as plain data."""
    return {
        each.key: {
            "rule": each.rule.version,
            "options": dict(each.options),
            "parameters": {
                name: [[value.from_.isoformat(), value.value] for value in parameter.values]
                for name, parameter in sorted(each.parameters.items())
            },
        }
        for each in plans
    }


def on_basis(now: Plan, basis: Basis) -> Plan:
    """The plan with the values and readings that a saved scenario stood on."""
    kept = basis[now.key]
    parameters = {
        name: _as_kept(now.parameters.get(name, Parameter(name, name)), values)
        for name, values in kept["parameters"].items()
    }
    return replace(now, parameters=parameters, options=kept["options"])


def _as_kept(parameter: Parameter, values: Sequence[Sequence[Any]]) -> Parameter:
    dated = tuple(DatedValue(date.fromisoformat(day), value) for day, value in values)
    return replace(parameter, values=dated)


def has_same_rule(now: Plan, basis: Basis) -> bool:
    """Whether the programme's text is the one that a saved scenario used."""
    return now.key in basis and bool(basis[now.key]["rule"] == now.rule.version)
