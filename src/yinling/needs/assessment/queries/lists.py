"""Work lists: what waits for whom, what falls due, how much there is; paged by key, within the actor's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.states import AT_WORK, BY_OTHERS, OPEN, ObjectionState, State
from yinling.needs.assessment.models import Assessment, Objection
from yinling.needs.assessment.queries.assessments import AssessmentLine, line_of
from yinling.needs.grades.queries import LevelLine, due_results, level_of, living, results_visible
from yinling.people.places.queries import names_of

PAGE_SIZE = 30
DUE_MAX = 500
TOWN_DIGITS = 9

OBJECTED = Exists(Objection.objects.filter(result__assessment_id=OuterRef("pk"), state=ObjectionState.OPEN))
UNDER_WAY = Exists(
    Assessment.objects.filter(person=OuterRef("person"), scale=OuterRef("scale"), state__in=sorted(OPEN))
)


@dataclass(frozen=True)
class WorkLine:
    """One row of a work list."""

    assessment: AssessmentLine
    area_name: str
    is_objected: bool


@dataclass(frozen=True)
class WorkPage:
    """A page of a list; `next_key` is empty on the last one."""

    lines: list[WorkLine]
    next_key: str


def waiting_for(actor: Actor) -> Q:
    """The assessments whose next step is this role's."""
    found = Q(pk__in=[])
    others = Q(reason__in=sorted(BY_OTHERS))
    if actor.may("assessment.assign"):
        found |= Q(state__in=[State.REQUESTED, State.ACCEPTED]) & ~others
    if actor.may("assessment.review"):
        found |= Q(state__in=[State.REQUESTED, State.ACCEPTED]) & others | Q(OBJECTED)
    if actor.may("assessment.assess"):
        found |= Q(state__in=sorted(AT_WORK))
    return found


def worklist(
    actor: Actor, *, on: date, waiting: bool = True, state: str = "", person_id: int | None = None, after: str = ""
) -> WorkPage:
    """The longest waiting first, one page from the key `after`; `waiting` False lists everything in scope."""
    found = Assessment.objects.visible_to(actor, on=on).annotate(is_objected=OBJECTED)
    if waiting:
        found = found.filter(waiting_for(actor))
    if state:
        found = found.filter(state=state)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    rows = list(_from(found, after).order_by("state_since", "pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    key = f"{shown[-1].state_since.isoformat()}_{shown[-1].pk}" if len(rows) > PAGE_SIZE else ""
    names = names_of([row.area[:TOWN_DIGITS] for row in shown])
    objected = {row.pk for row in shown if getattr(row, "is_objected", False)}
    return WorkPage([WorkLine(line_of(row), names[row.area[:TOWN_DIGITS]], row.pk in objected) for row in shown], key)


def _from(found: QuerySet[Assessment], after: str) -> QuerySet[Assessment]:
    since, _, pk = after.partition("_")
    moment = _moment(since)
    if moment is None or not pk.isdigit():
        return found
    return found.filter(Q(state_since__gt=moment) | Q(state_since=moment, pk__gt=int(pk)))


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None


@dataclass(frozen=True)
class DueLine:
    """A person whose grade runs out soon or has run out, and for whom no new assessment is under way yet."""

    person_id: int
    person_name_masked: str
    area: str
    area_name: str
    level: LevelLine
    days_left: int

    @property
    def is_over(self) -> bool:
        """Whether it holds no more."""
        return self.days_left <= 0


def due(actor: Actor, *, on: date, under_way: bool = False) -> list[DueLine]:
    """Latest grades that end within the scale's days ahead, soonest first; at most 500. Those that ended stay on it.

    `under_way` also lists those for whom a new assessment has begun.
    """
    found = due_results(on=on).filter(pk__in=results_visible(actor, on=on).values("pk"))
    rows = found if under_way else found.exclude(UNDER_WAY)
    return _due_lines(list(islice(living(rows.select_related("person"), on=on), DUE_MAX)), on=on)


def _due_lines(rows: Sequence[Any], *, on: date) -> list[DueLine]:
    names = names_of([row.person.area[:TOWN_DIGITS] for row in rows])
    return [
        DueLine(
            row.person_id, str(row.person), row.person.area, names[row.person.area[:TOWN_DIGITS]], level_of(row),
            (row.valid_until - on).days,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """How many wait for this role, are under way, fall due (at most 500 counted); within the actor's scope."""

    waiting: int
    under_way: int
    due: int


def counts(actor: Actor, *, on: date) -> Counts:
    """The figures over the work list."""
    every = Assessment.objects.visible_to(actor, on=on)
    due_now = due_results(on=on).filter(pk__in=results_visible(actor, on=on).values("pk"))
    return Counts(
        waiting=every.filter(waiting_for(actor)).count(),
        under_way=every.filter(state__in=sorted(OPEN)).count(),
        due=len(list(islice(living(due_now.exclude(UNDER_WAY), on=on), DUE_MAX))),
    )
