"""Staffing rules against the registers: posts asked for, posts filled, by area and by site."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db.models import Q

from yinling.gateways.policy.programmes import load_parameters
from yinling.gateways.policy.reading import load_pack, packs
from yinling.gateways.policy.staffing import StaffingRule, load_staffing
from yinling.kernel.actor import Actor, machine
from yinling.kernel.area import LEVELS, code_range
from yinling.kernel.dates import birthday_in
from yinling.people.places.queries import names_of as place_names
from yinling.people.places.queries import towns_in, villages_in
from yinling.people.providers.queries import sites_visible
from yinling.people.registry.queries import people_visible
from yinling.people.registry.queries.histories import reported_dead
from yinling.people.staffing.domain.posts import (
    Ground,
    Need,
    Numbers,
    needed_by_count,
    needed_in_area,
    verdict,
)
from yinling.people.staffing.models import AreaPopulation, AreaPopulationQuerySet
from yinling.people.workforce.queries import workers_visible
from yinling.people.workforce.queries.workers import employed

_COUNTER = machine("人员配备")
DIGITS = {level: digits for digits, level in LEVELS.items()}
ELDER_AGE = "elder_age"
SERVING = ("operating", "inside_institution")


@dataclass(frozen=True)
class PolicyChoice:
    """A document whose staffing rules can be looked at; `is_in_use`: it binds here."""

    pack: str
    title: str
    is_in_use: bool


@dataclass(frozen=True)
class StaffingRow:
    """One area or site: posts asked for and filled. `state`: met, short, unknown."""

    name: str
    need: Need
    filled: int
    state: str

    @property
    def short_by(self) -> int:
        """Posts that nobody fills."""
        return max(0, (self.need.posts or 0) - self.filled)


@dataclass(frozen=True)
class StaffingTable:
    """A rule with its rows; the first row is the whole area looked at."""

    rule: StaffingRule
    rows: tuple[StaffingRow, ...]
    sites: tuple[StaffingRow, ...] = ()


def staffing_policies() -> list[PolicyChoice]:
    """Documents with staffing rules: those in use here; where none is, all others, to compare with."""
    used = dict.fromkeys((settings.PACK, *settings.ADOPTED_PACKS))
    own = [pack for pack in used if load_staffing(pack)]
    names = own or [pack for pack in packs() if load_staffing(pack)]
    return [PolicyChoice(pack, load_pack(pack).short_title, bool(own)) for pack in names]


def staffing_tables(pack: str, *, actor: Actor, on: date) -> list[StaffingTable]:
    """Every rule of a document against the registers of the actor's area on a day."""
    area = actor.area or load_pack(settings.PACK).area
    figures = _Figures(area, actor, pack, on)
    return [_table(rule, figures) for rule in load_staffing(pack)]


class _Figures:
    """Counts of one area, each asked for once."""

    def __init__(self, area: str, actor: Actor, pack: str, on: date) -> None:
        self.area, self.on, self.actor = area, on, actor
        self._parameters = load_parameters(pack)
        towns = [line.code for line in towns_in(area)]
        self.villages = [line.code for line in villages_in(area)]
        self.shown = [area, *(code for code in towns if code != area)]
        self.names = place_names(self.shown)
        self.older = _counted(self._older_areas())
        self.people = _populations(self.shown, on)

    def numbers(self, rule: StaffingRule) -> Numbers:
        return Numbers(*(
            self._value(name) for name in (rule.staff, rule.per, rule.more_staff, rule.older_percent_min)
        ))  # fmt: skip

    def _value(self, name: str) -> int | None:
        return self._parameters[name].on(self.on) if name in self._parameters else None

    def _older_areas(self) -> list[str]:
        age = self._value(ELDER_AGE)
        if age is None:
            return []
        first, last = code_range(self.area)
        born = birthday_in(self.on, self.on.year - age)
        people = people_visible(_COUNTER, on=self.on).filter(area__gte=first, area__lt=last, birth_date__lte=born)
        dead = reported_dead()
        return [area for pk, area in people.filter(merged_into=None).values_list("id", "area") if pk not in dead]

    def older_in(self, code: str) -> int | None:
        """None where the age that makes a person old is not set."""
        return self.older[code] if self._value(ELDER_AGE) is not None else None

    def workers(self, rule: StaffingRule) -> list[tuple[str, int | None]]:
        """Area and site of those who fill such posts."""
        first, last = code_range(self.area)
        rows = workers_visible(_COUNTER).filter(employed(self.on), area__gte=first, area__lt=last)
        rows = rows.filter(occupation__in=rule.occupations)
        rows = rows.filter(is_full_time=True) if rule.full_time else rows
        # Somebody employed twice fills one post.
        held = {index: (area, site) for index, area, site in rows.values_list("id_index", "area", "site_id")}
        return list(held.values())

    def beds(self, rule: StaffingRule) -> list[tuple[int, str, str, int]]:
        """Site, its name and area, and its beds."""
        first, last = code_range(self.area)
        sites = sites_visible(_COUNTER).filter(Q(area__gte=first, area__lt=last), kind__in=rule.facilities)
        return [
            (site.pk, site.name, site.area, site.capacity or 0)
            for site in sites.filter(status__in=SERVING).order_by("area", "name")
        ]


def _table(rule: StaffingRule, figures: _Figures) -> StaffingTable:
    if rule.basis == "areas":
        return StaffingTable(rule, _by_units(rule, figures))
    if rule.basis == "beds":
        return _by_beds(rule, figures)
    numbers = figures.numbers(rule)
    filled = _counted(area for area, _site in figures.workers(rule))
    need = partial(needed_by_count, numbers=numbers, what="老年人")
    return StaffingTable(rule, _rows(figures, lambda code: need(figures.older_in(code)), filled))


def _by_beds(rule: StaffingRule, figures: _Figures) -> StaffingTable:
    numbers, sites, held = figures.numbers(rule), figures.beds(rule), figures.workers(rule)
    beds = Counter[str]()
    for _pk, _name, area, count in sites:
        beds.update(dict.fromkeys(_above(area), count))
    filled, at_site = _counted(area for area, _site in held), Counter(site for _area, site in held)
    need = partial(needed_by_count, numbers=numbers, what="床位")
    by_site = tuple(_row(name, need(count), at_site[pk]) for pk, name, _area, count in sites)
    return StaffingTable(rule, _rows(figures, lambda code: need(beds[code] if sites else None), filled), by_site)


def _by_units(rule: StaffingRule, figures: _Figures) -> tuple[StaffingRow, ...]:
    """Each area of the rule's level has its own posts; an area above shows their sum."""
    units = figures.villages if rule.level == "village" else figures.shown
    units = [code for code in units if len(code) == DIGITS[rule.level]]
    numbers, held = figures.numbers(rule), Counter(area for area, _site in figures.workers(rule))
    needs = {
        code: needed_in_area(Ground(figures.older_in(code), None, figures.people.get(code)), numbers)
        for code in units
    }  # fmt: skip
    return tuple(
        _sum(figures.names[code], {unit: need for unit, need in needs.items() if unit.startswith(code)}, held)
        for code in figures.shown
        if any(unit.startswith(code) for unit in units)
    )


def _sum(name: str, needs: Mapping[str, Need], held: Counter[str]) -> StaffingRow:
    filled = sum(min(held[code], need.posts or 0) for code, need in needs.items())
    if len(needs) == 1:
        [(code, need)] = needs.items()
        return _row(name, need, held[code])
    missing = tuple(sorted({item for need in needs.values() for item in need.missing}))
    posts = None if missing else sum(need.posts or 0 for need in needs.values())
    return _row(name, Need(posts, f"{len(needs)} 处合计", missing), filled)


def _rows(figures: _Figures, need: Callable[[str], Need], filled: Counter[str]) -> tuple[StaffingRow, ...]:
    return tuple(_row(figures.names[code], need(code), filled[code]) for code in figures.shown)


def _row(name: str, need: Need, filled: int) -> StaffingRow:
    return StaffingRow(name, need, filled, verdict(need, filled))


def _counted(areas: Iterable[str]) -> Counter[str]:
    """How often each area occurs, counted for all areas above it too."""
    return Counter(code for area in areas for code in _above(area))


def _above(area: str) -> list[str]:
    return [area[:digits] for digits in LEVELS if digits <= len(area)]


def populations_visible(actor: Actor) -> AreaPopulationQuerySet:
    """Populations that the actor may see, latest first within an area."""
    return AreaPopulation.objects.visible_to(actor)


def _populations(areas: list[str], on: date) -> dict[str, int]:
    """The latest count of each area up to a day."""
    rows = AreaPopulation.objects.filter(area__in=areas, counted_on__lte=on).order_by("counted_on", "id")
    return dict(rows.values_list("area", "people"))
