"""The list as pages show it: people with why, until when and who goes, masked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from yinling.care.wellbeing.domain.due import last_day, month_of
from yinling.care.wellbeing.domain.states import OUTCOME_WORDS, WAY_WORDS, Outcome, Way
from yinling.care.wellbeing.models import Target, WelfareVisit
from yinling.care.wellbeing.queries.rules import risk_of, rules
from yinling.foundation.access.queries import holders
from yinling.kernel.actor import Actor, machine
from yinling.kernel.area import code_range
from yinling.kernel.dates import Period
from yinling.people.registry.queries import PersonCard, people_visible, person_cards

PAGE_ROWS = 25
VISITS_SHOWN = 30
UNVISITED, OVERDUE, NOBODY, LEFT = "unvisited", "overdue", "nobody", "left"
STEP_WORDS = {"joined": "列入", "changed": "变化", "left": "移出"}


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts match all. `show`: not yet visited in `month`, overdue, without visitor, left."""

    area: str = ""
    risk: str = ""
    show: str = ""
    month: Period | None = None
    after: int = 0


@dataclass(frozen=True)
class TargetLine:
    """One person on the list, masked."""

    id: int
    person_id: int
    card: PersonCard
    age: int | None
    why: str
    risk_words: str
    per_month: int
    due_on: date
    days_late: int
    last_visit_on: date | None
    visitor: str
    has_daily_call: bool
    left_why: str


@dataclass(frozen=True)
class VisitLine:
    """One visit for reading."""

    on: date
    way_words: str
    outcome_words: str
    is_met: bool
    is_call: bool
    findings: tuple[str, ...]
    note: str
    by_name: str
    at: datetime
    photo_id: int | None


def counted_in(month: Period, rows: "QuerySet[Target]", *, on: date) -> "QuerySet[Target]":
    """Those who count in a month's rate; `due.counts_in` says the same of one person."""
    seen = min(on, last_day(month))
    return rows.filter(from_on__lte=seen, first_due_on__lt=month.until).exclude(until_on__lte=seen)


def visited_in(month: Period) -> Exists:
    """Whether a person was visited in a month, in a way that counts."""
    visits = WelfareVisit.objects.filter(person=OuterRef("person"), is_counted=True)
    return Exists(visits.filter(on__gte=month.from_, on__lt=month.until))


def _asked_for(wanted: Wanted, actor: Actor, on: date) -> "QuerySet[Target]":
    rows = Target.objects.visible_to(actor)
    if wanted.area:
        first, last = code_range(wanted.area)
        rows = rows.filter(area__gte=first, area__lt=last)
    if wanted.risk:
        rows = rows.filter(risk=wanted.risk)
    if wanted.show == UNVISITED:
        month = wanted.month or month_of(on)
        return counted_in(month, rows, on=on).exclude(visited_in(month))
    if wanted.show == LEFT:
        return rows.exclude(until_on=None)
    rows = rows.open()
    if wanted.show == OVERDUE:
        return rows.filter(due_on__lt=on)
    return rows.filter(visitor=None) if wanted.show == NOBODY else rows


def find_targets(wanted: Wanted, *, actor: Actor, on: date) -> tuple[list[TargetLine], int | None]:
    """One page in the order of their numbers, and after which number the next one begins."""
    found = list(_asked_for(wanted, actor, on).filter(pk__gt=wanted.after).order_by("pk")[: PAGE_ROWS + 1])
    rows = found[:PAGE_ROWS]
    return lines(rows, on=on), rows[-1].pk if len(found) > PAGE_ROWS else None


def counts(area: str, *, actor: Actor, on: date) -> Mapping[str, int]:
    """How many are on the list, overdue, without a visitor, and not yet visited this month."""
    every = _asked_for(Wanted(area), actor, on)
    found = {show: _asked_for(Wanted(area, show=show), actor, on).count() for show in (UNVISITED, OVERDUE, NOBODY)}
    return {"all": every.count(), **found}


def lines(rows: Iterable[Target], *, on: date) -> list[TargetLine]:
    """Lines for targets that the caller may see, in their order; in a fixed number of questions."""
    targets = list(rows)
    cards = cards_of([target.person_id for target in targets], on=on)
    names = holders("visitor", area="", on=on) if any(target.visitor_id for target in targets) else {}
    return [_line(target, cards[target.person_id], names, on) for target in targets if target.person_id in cards]


def cards_of(person_ids: Iterable[int], *, on: date) -> dict[int, PersonCard]:
    """Masked cards of people; the caller has asked who may see them."""
    people = people_visible(machine("探访"), on=on).filter(pk__in=list(person_ids))
    return {card.id: card for card in person_cards(people, on=on)}


def _line(target: Target, card: PersonCard, names: Mapping[int, str], on: date) -> TargetLine:
    return TargetLine(
        id=target.pk,
        person_id=target.person_id,
        card=card,
        age=card.age_on(on),
        why="、".join(one["words"] for one in target.reasons),
        risk_words=risk_of(target.risk).words,
        per_month=target.per_month,
        due_on=target.due_on,
        days_late=max(0, (on - target.due_on).days) if target.until_on is None else 0,
        last_visit_on=target.last_visit_on,
        visitor=names.get(target.visitor_id or 0, ""),
        has_daily_call=target.has_daily_call,
        left_why=target.left_why,
    )


def target_line(target_id: int, *, actor: Actor, on: date) -> TargetLine | None:
    """One person's place on the list, if the actor may see it."""
    return next(iter(lines(Target.objects.visible_to(actor).filter(pk=target_id), on=on)), None)


def target_of(person_id: int, *, actor: Actor, on: date) -> TargetLine | None:
    """A person's place on the list now."""
    return next(iter(lines(Target.objects.visible_to(actor).open().filter(person=person_id), on=on)), None)


def is_listed(person_id: int) -> bool:
    """Whether a person is on the list now; the caller has asked who may know."""
    return Target.objects.open().filter(person=person_id).exists()


def listed_area(person_id: int, *, actor: Actor) -> str | None:
    """Where somebody on the list lives; None for those who are not on it, or not for the actor's eyes."""
    rows = Target.objects.visible_to(actor).open().filter(person=person_id)
    return rows.values_list("area", flat=True).first()


def called_daily(on: date, *, limit: int) -> Iterator[list[tuple[int, str]]]:
    """(person, area) of everybody who is asked each day, some at a time."""
    rows, after = Target.objects.open().filter(has_daily_call=True, from_on__lte=on).order_by("pk"), 0
    while part := list(rows.filter(pk__gt=after).values_list("pk", "person_id", "area")[:limit]):
        after = part[-1][0]
        yield [(person, area) for _pk, person, area in part]


def story(target_id: int) -> dict[str, Any]:
    """Why somebody is on the list, by clause, and what happened to their place; the caller has asked who may see."""
    target = Target.objects.get(pk=target_id)
    steps = [
        {"what": STEP_WORDS[step.verb], "who": step.by_name, "when": step.at, "why": step.why, "tone": "info"}
        for step in target.steps.order_by("-pk")
    ]
    reasons = [{"words": one["words"], "clause": one["clause"], "truth": True} for one in target.reasons]
    return {"reasons": reasons, "steps": steps, "from_on": target.from_on, "first_due_on": target.first_due_on}


def visits_of(person_id: int, *, limit: int = VISITS_SHOWN) -> list[VisitLine]:
    """Visits of a person, the latest first; the caller has asked who may see."""
    known = rules().findings
    rows = WelfareVisit.objects.filter(person=person_id).order_by("-on", "-pk")[:limit]
    return [
        VisitLine(
            row.on, WAY_WORDS[Way(row.way)], OUTCOME_WORDS[Outcome(row.outcome)], row.outcome == Outcome.MET,
            row.way == Way.PHONE, tuple(known[code].words if code in known else code for code in row.findings),
            row.note, row.by_name, row.at, row.photo_id,
        )
        for row in rows
    ]  # fmt: skip
