"""Programmes of the deployed pack, bound to the values and readings that the bureau has confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.parameters import DatedValue, Parameter
from yinling.engines.rules.rule import Option, Rule
from yinling.gateways.policy import reading, shapes
from yinling.gateways.policy.programmes import load_parameters, load_programme, programme_ids
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.set_values import options_read, settled_number, settled_options
from yinling.needs.entitlements.models import ParameterValue

BOUND_KEPT = 64
VERSION_DIGITS = 16


@dataclass(frozen=True)
class Settled:
    """One confirmed value: name, text, the day it starts, its source."""

    name: str
    value: str
    valid_from: date
    source: str


def confirmed(pack: str) -> tuple[Settled, ...]:
    """Values confirmed for a pack, oldest first; of two for one day the later confirmed comes later and wins."""
    rows = ParameterValue.objects.filter(pack=pack, state=ParameterValue.State.CONFIRMED)
    ordered = rows.order_by("valid_from", "settled_at", "id")
    return tuple(Settled(row.name, row.value, row.valid_from, row.source) for row in ordered)


def parameters_in_force(pack: str) -> dict[str, Parameter]:
    """The pack's parameters with the confirmed values laid over them."""
    return _laid_over(load_parameters(pack), confirmed(pack))


def _laid_over(parameters: Mapping[str, Parameter], values: Iterable[Settled]) -> dict[str, Parameter]:
    found = dict(parameters)
    for value in values:
        if parameter := found.get(value.name):
            dated = {each.from_: each for each in parameter.values}
            number = settled_number(parameter.type, value.value)
            dated[value.valid_from] = DatedValue(value.valid_from, number, value.source)
            found[value.name] = replace(parameter, values=tuple(dated[day] for day in sorted(dated)))
    return found


def bound_programme(programme: str, *, on: date, pack: str = "") -> BoundRule:
    """The programme as it decides on `on`: values by date, the readings in force on that day."""
    pack = pack or settings.PACK
    rule = load_programme(pack, programme)
    values = confirmed(pack)
    choices = settled_options(rule, [(each.name, each.value, each.valid_from) for each in values], on)
    return _bound(pack, programme, rule.version, values, tuple(sorted(choices.items())))


@lru_cache(maxsize=BOUND_KEPT)
def _bound(
    pack: str, programme: str, version: str, values: tuple[Settled, ...], choices: tuple[tuple[str, str], ...]
) -> BoundRule:
    rule = load_programme(pack, programme)
    return deciding.ready(rule, _laid_over(load_parameters(pack), values), dict(choices))


def values_used(bound: BoundRule, on: date) -> dict[str, int | None]:
    """The value of each parameter on `on`."""
    return {name: parameter.on(on) for name, parameter in bound.parameters.items()}


def version_of(bound: BoundRule, on: date) -> str:
    """A digest of the rule's text, the readings and the values on a day: two equal digests decide alike."""
    parts = [bound.rule.version, sorted(bound.options.items()), sorted(values_used(bound, on).items())]
    return sha256(repr(parts).encode()).hexdigest()[:VERSION_DIGITS]


@dataclass(frozen=True)
class Reading:
    """An open question of a programme: what the text leaves open, and the reading in force."""

    option: Option
    chosen: str

    @property
    def words(self) -> str:
        """The chosen reading in words."""
        return self.option.choices[self.chosen]


@dataclass(frozen=True)
class ProgrammePage:
    """A programme as it is told to a person."""

    id: str
    rule: Rule
    pack: shapes.Pack
    clauses: tuple[shapes.Clause, ...]
    questions: tuple[shapes.OpenQuestion, ...]
    readings: tuple[Reading, ...]
    parameters: tuple[tuple[Parameter, int | None], ...]

    @property
    def is_draft(self) -> bool:
        """Whether the document is not yet in force."""
        return self.pack.legal_status == "draft"

    @property
    def requirements(self) -> list[str]:
        """What everybody must meet, in words."""
        return [each.words for each in self.rule.conditions if each.id in self.rule.eligibility.names]

    @property
    def tiers(self) -> list[dict[str, Any]]:
        """Tiers from the highest: words and clause."""
        return [{"id": row.id, "words": row.words, "clause": row.clause} for row in self.rule.rows]


def reading_words(programme: str, options: Mapping[str, str], pack: str = "") -> list[tuple[str, str]]:
    """Each open question with the reading that was taken, both in words."""
    rule = load_programme(pack or settings.PACK, programme)
    return [(each.words, each.choices[options[each.id]]) for each in options_read(rule) if each.id in options]


def programmes(pack: str = "") -> list[str]:
    """Ids of the pack's programmes."""
    return programme_ids(pack or settings.PACK)


def programme_page(programme_id: str, *, on: date, pack: str = "") -> ProgrammePage:
    """Everything a person may want to know of a programme on a day. Raises NoSuchProgramme."""
    pack = pack or settings.PACK
    bound = bound_programme(programme_id, on=on, pack=pack)
    rule, document = bound.rule, reading.load_pack(pack)
    named = {rule.clause} | {each.clause for each in rule.conditions} | {row.clause for row in rule.rows}
    clauses = tuple(clause for name, clause in reading.load_clauses(pack).items() if name in named)
    return ProgrammePage(
        id=programme_id,
        rule=rule,
        pack=document,
        clauses=clauses,
        questions=tuple(each for each in document.open_questions if named & set(each.clauses)),
        readings=tuple(Reading(option, bound.options[option.id]) for option in rule.options),
        parameters=tuple((parameter, parameter.on(on)) for parameter in bound.parameters.values()),
    )
