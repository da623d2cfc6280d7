"""What the registers count and what bureaus have entered, as figures by area for one indicator and period."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from yinling.care.adaptation.queries.completed import completed_households, completed_records
from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.queries.rates import monthly_counts, people_behind
from yinling.gateways.policy.reading import load_facilities, load_indicators, load_pack
from yinling.gateways.policy.shapes import Indicator
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import Period, parse_period
from yinling.needs.grades.queries.coverage import coverage, people_of_age
from yinling.oversight.indicators.domain.verdicts import Figure
from yinling.oversight.indicators.models import Observation
from yinling.people.places.queries import full_names, towns_in
from yinling.people.providers.queries import sites_behind, sites_counted

ON_PAPER, SERVING = "on_paper", "serving"
FLOWS = frozenset({"year"})
COMPLETED = ("operating", "inside_institution")
OBSERVATIONS_MAX = 500


@dataclass(frozen=True)
class Record:
    """One thing counted: a case or a site; `case_id` leads to the case."""

    name: str
    about: str
    area_name: str
    by: str
    on: date | None
    case_id: int | None = None


@dataclass(frozen=True)
class Question:
    """One indicator of a pack over a period; `basis` is how standing facilities count (X-05)."""

    pack: str
    indicator: str
    period: str
    basis: str = ON_PAPER

    @property
    def asked(self) -> Indicator:
        """The indicator as the pack defines it."""
        return load_indicators(self.pack)[self.indicator]

    @property
    def span(self) -> Period:
        """The days whose events count: from where a cumulative figure begins, else the period itself."""
        period = parse_period(self.period)
        began = self.asked.counted_from
        return Period(min(began, period.from_), period.until) if began else period


def is_counted(indicator: Indicator) -> bool:
    """Whether a register of the platform counts the figure; otherwise the bureau enters it."""
    return bool(indicator.source)


def has_two_readings(indicator: Indicator) -> bool:
    """Whether sites may count on paper that do not serve."""
    return indicator.source.get("counts") == "standing"


def figures(question: Question) -> dict[str, Figure]:
    """Figures by area. A register knows every town, so a town without entries has 0; an observation is where it is."""
    if not is_counted(question.asked):
        return _observed(question)
    if question.asked.source["register"] == "grades":
        return _graded(question)
    if question.asked.source["register"] == "wellbeing":
        return _visited(question)
    counts = _counts(question)
    towns = [line.code for line in towns_in(load_pack(question.pack).area)]
    return {town: Figure(Fraction(counts.get(town, 0))) for town in towns}


def _graded(question: Question) -> dict[str, Figure]:
    """By town those of the age with a valid grade; a town where nobody of the age is known has no figure."""
    found = coverage(load_pack(question.pack).area, on=_last_day(question), age=question.asked.source["age"])
    return {each.area: Figure(Fraction(each.numerator), Fraction(each.denominator)) for each in found}


def _visited(question: Question) -> dict[str, Figure]:
    """By town those visited at least once in the month; of a longer period all its months together."""
    found = monthly_counts(load_pack(question.pack).area, parse_period(question.period))
    return {area: Figure(Fraction(rate.visited), Fraction(rate.people)) for area, rate in sorted(found.items())}


def _last_day(question: Question) -> date:
    return question.span.until - timedelta(days=1)


def _counts(question: Question) -> dict[str, int]:
    source = question.asked.source
    if source["register"] == "adaptation":
        return completed_households(period=question.span, area_level="town")
    totals: dict[str, int] = {}
    for kind in source["kinds"]:
        for area, number in sites_counted(kind, area_level="town", **_which_sites(question)).items():
            totals[area] = totals.get(area, 0) + number
    return totals


def _which_sites(question: Question) -> dict[str, Any]:
    """By status on the last day of the period; what counts as completed must have opened within it and serve."""
    source, span = question.asked.source, question.span
    which = {"on": _last_day(question)}
    if source["counts"] == "completed_in_period":
        return {**which, "statuses": COMPLETED, "opened_from": span.from_}
    return {**which, "statuses": source[question.basis]}


def records(question: Question, *, area: str, actor: Actor, on: date) -> list[Record]:
    """What stands behind a counted figure, as far as the actor may see it on a day."""
    source = question.asked.source
    if not source:
        return []
    if source["register"] == "adaptation":
        return [
            Record(row.case_number, row.person_name_masked, row.area_name, row.firm_name, row.accepted_on, row.case_id)
            for row in completed_records(area, question.span, actor, on=on)
        ]
    if source["register"] == "grades":
        people = people_of_age(area, actor=actor, on=_last_day(question), age=source["age"])
        held = {True: _("有有效评估"), False: _("没有有效评估")}
        return [Record(card.name_masked, held[has_one], card.area_name, "", None) for card, has_one in people]
    if source["register"] == "wellbeing":
        last = _last_day(question)
        visited = {True: _("当月探访过"), False: _("当月没有探访")}
        listed = people_behind(area, month_of(min(last, on)), actor=actor, on=min(last, on))
        return [Record(card.name_masked, visited[was_seen], card.area_name, "", None) for card, was_seen in listed]
    behind = [
        site
        for kind in source["kinds"]
        for site in sites_behind(kind, area=area, actor=actor, **_which_sites(question))
    ]
    places, words = full_names([site.area for site in behind]), load_facilities(question.pack).statuses
    return [
        Record(
            site.name,
            words.get(getattr(site, "status_on_day", ""), ""),
            places[site.area],
            site.address,
            site.opened_on,
        )
        for site in behind
    ]


def _observed(question: Question) -> dict[str, Figure]:
    """By area the latest observation: of the very period for what flows, within it for what stands; done stays done."""
    asked, period = question.asked, parse_period(question.period)
    rows = Observation.objects.filter(pack=question.pack, indicator=question.indicator, until__lte=period.until)
    if asked.period in FLOWS:
        rows = rows.filter(from_on=period.from_, until=period.until)
    elif asked.kind != "milestone":
        rows = rows.filter(from_on__gte=period.from_)
    found: dict[str, Figure] = {}
    for row in rows.order_by("until", "id"):
        denominator = None if row.denominator is None else Fraction(row.denominator)
        found[row.area] = Figure(Fraction(row.numerator), denominator)
    return found


def observations(question: Question, area: str) -> list[Observation]:
    """Everything entered for an area and the areas within it, the newest first."""
    rows = Observation.objects.filter(pack=question.pack, indicator=question.indicator).select_related("entered_by")
    return [row for row in rows.order_by("-id")[:OBSERVATIONS_MAX] if contains(area, row.area)]


def years(pack: str, today: date) -> list[int]:
    """Years that can be asked for: from the document's first year to its last or to this year."""
    document = load_pack(pack)
    return list(range(document.horizon_from, max(document.horizon_until, today.year) + 1))
