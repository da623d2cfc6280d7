"""Work lists: what waits for whom, what is late; paged by key, bounded, counted within scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.kernel.deadlines import Lateness, lateness
from yinling.needs.casework.domain.states import ENDED, ObjectionState, State
from yinling.needs.casework.models import Case, Objection
from yinling.needs.casework.queries.cases import CaseLine, line_of
from yinling.needs.casework.queries.procedure import calendar
from yinling.people.places.queries import names_of

PAGE_SIZE = 30
IN_FORCE_BATCH_MAX = 1_000

OBJECTED = Exists(Objection.objects.filter(case=OuterRef("pk"), state=ObjectionState.OPEN))


@dataclass(frozen=True)
class WorkLine:
    """One row of a work list."""

    case: CaseLine
    area_name: str
    lateness: Lateness
    since: datetime
    is_objected: bool


@dataclass(frozen=True)
class WorkPage:
    """A page of a list; `next_key` is empty on the last one."""

    lines: list[WorkLine]
    next_key: str


@dataclass(frozen=True)
class Filters:
    """What is asked of a list: `waiting` for this role, one state, one town, only late ones, a number."""

    waiting: bool = True
    state: str = ""
    town: str = ""
    late: bool = False
    number: str = ""
    after: str = ""


def waiting_for(actor: Actor, *, on: date) -> Q:
    """The cases whose next step is this role's."""
    found = Q(pk__in=[])
    if actor.may("casework.accept"):
        found |= Q(state=State.SUBMITTED)
    if actor.may("casework.check"):
        found |= Q(state__in=[State.QUOTED, State.DETERMINED])
    if actor.may("casework.decide"):
        found |= Q(state=State.CHECKED)
    if actor.may("casework.publish"):
        found |= Q(state=State.GRANTED) | Q(state=State.NOTICED, objection_until__lte=on)
    if actor.may("casework.resolve_objection"):
        found |= Q(OBJECTED)
    return found


def _cases(actor: Actor, filters: Filters, *, on: date) -> QuerySet[Case]:
    found = Case.objects.visible_to(actor, on=on).exclude(state=State.DRAFT)
    if filters.waiting:
        found = found.filter(waiting_for(actor, on=on))
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.town:
        found = found.filter(within(Actor(None, "", "", area=filters.town)))
    if filters.late:
        found = found.filter(_late(on))
    if filters.number:
        found = found.filter(number__icontains=filters.number.strip())
    return found


def _late(on: date) -> Q:
    return Q(due_on__lt=on) & ~Q(state__in=sorted(ENDED))


def work_list(actor: Actor, *, filters: Filters, on: date) -> WorkPage:
    """The longest waiting first, one page from the key `filters.after`."""
    found = _cases(actor, filters, on=on).annotate(is_objected=OBJECTED).order_by("state_since", "pk")
    since, _, pk = filters.after.partition("_")
    moment = _moment(since)
    if moment and pk.isdigit():
        found = found.filter(Q(state_since__gt=moment) | Q(state_since=moment, pk__gt=int(pk)))
    rows = list(found[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    key = f"{rows[-1].state_since.isoformat()}_{rows[-1].pk}" if more else ""
    return WorkPage(_lines(rows, on=on), key)


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None


def _lines(rows: Sequence[Any], *, on: date) -> list[WorkLine]:
    names = names_of([row.area[:9] for row in rows])
    return [
        WorkLine(
            line_of(row), names[row.area[:9]], lateness(row.due_on, on, calendar()), row.state_since, row.is_objected
        )
        for row in rows
    ]


def late_cases(actor: Actor, *, on: date, after: str = "") -> WorkPage:
    """Everything past its day, whoever should act."""
    return work_list(actor, filters=Filters(waiting=False, late=True, after=after), on=on)


@dataclass(frozen=True)
class Counts:
    """How many wait for this role, how many are late, how many are under way; within the actor's scope."""

    waiting: int
    late: int
    under_way: int


def counts(actor: Actor, *, on: date) -> Counts:
    """The figures over the work list."""
    every = _cases(actor, Filters(waiting=False), on=on)
    return Counts(
        waiting=every.filter(waiting_for(actor, on=on)).count(),
        late=every.filter(_late(on)).count(),
        under_way=every.exclude(state__in=sorted(ENDED)).count(),
    )


def granted_unpublished(actor: Actor, *, on: date) -> list[WorkLine]:
    """Granted cases that may go into the next notice; at most one notice full."""
    found = Case.objects.visible_to(actor, on=on).filter(state=State.GRANTED).annotate(is_objected=OBJECTED)
    return _lines(list(found.filter(is_objected=False).order_by("area", "pk")[:500]), on=on)


def due_in_force(*, on: date) -> list[int]:
    """Cases whose window is over and against which no objection is open."""
    found = Case.objects.filter(state=State.NOTICED, objection_until__lte=on).exclude(OBJECTED)
    return list(found.order_by("pk").values_list("pk", flat=True)[:IN_FORCE_BATCH_MAX])
