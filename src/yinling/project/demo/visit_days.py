"""One day of an operator in the demo: who goes when, and what their phones recorded of what is over."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from yinling.care.catalogue.queries import ServiceLine
from yinling.care.orders.models import Order
from yinling.care.visits.actions.carrying_out import minutes_between
from yinling.care.visits.domain.proof import Limits, Mark, is_proved, oddities
from yinling.care.visits.models import Cause, MarkKind, Visit, VisitCarer, VisitMark, VisitRecord, VisitState
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.dates import day_moment, day_of, minute_of_day
from yinling.people.workforce.queries.fitness import shifts_on
from yinling.people.workforce.queries.workers import worker_lines
from yinling.project.demo.sending import Place, Sending, Sent

# Every so many visits that are over something was odd.
TOO_SHORT, FAR_FROM_DOOR = 29, 37
# What a day changes of a visit that was scheduled.
CHANGED = [
    "state", "planned_start", "started_at", "ended_at", "minutes_counted", "is_proved", "oddities", "is_confirmed",
]  # fmt: skip


@dataclass
class Office:
    """An operator through the weeks: `keeps` does only what asks for them; `usual`: who goes for an order."""

    firm: int
    keeps: int
    doors: Mapping[int, Place]
    services: Mapping[str, ServiceLine]
    orders: list[Order]
    usual: dict[int, int] = field(default_factory=dict)


def fill_day(office: Office, on: date, *, at: datetime, chance: random.Random) -> None:
    """Sends carers to a day's visits for one. A day that is over was never scheduled: its visits are made here."""
    day = Day(on, office.keeps, at, chance)
    waiting = past(office, on) if day.is_over else scheduled(office.firm, on)
    sending = Sending(shifts_on(office.firm, on=on), office.doors, office.usual, keeps=office.keeps)
    tried = [sending.send(visit, frozenset(office.services[visit.service_code].skills)) for visit in waiting]
    sent = [one for one in tried if one is not None]
    day.tell(sent)
    if day.is_over:
        _miss({id(one.visit) for one in sent}, waiting)
        Visit.objects.bulk_create(waiting)
    else:
        store([one.visit for one in sent])
    day.keep(sent)


def store(visits: list[Visit]) -> None:
    """Stores what changed; `bulk_update` would write a CASE a row and column, a hundred times slower."""
    if visits:
        Visit.objects.bulk_create(visits, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)


def past(office: Office, on: date) -> list[Visit]:
    """What standing orders asked for on a day for which nothing is stored."""
    return [
        Visit(
            order=order, person_id=order.person_id, area=order.area, provider_id=office.firm,
            service_code=order.service_code, on=on, window_from=order.window_from, window_until=order.window_until,
            minutes=order.minutes, carers_needed=order.carers,
        )
        for order in office.orders
        if order.from_day <= on and on.weekday() in order.weekdays
    ]  # fmt: skip


def scheduled(firm: int, on: date) -> list[Visit]:
    """Stored visits for one that wait for somebody."""
    rows = Visit.objects.filter(provider=firm, on=on, state=VisitState.PLANNED, carers_needed=1)
    return list(rows.select_related("order").order_by("window_from", "pk"))


def _miss(sent: set[int], waiting: list[Visit]) -> None:
    """A visit of the past that nobody could do was missed."""
    for visit in waiting:
        if id(visit) not in sent:
            visit.state, visit.cause = VisitState.MISSED, Cause.NO_CARER


class Day:
    """What became of a day by now."""

    def __init__(self, on: date, keeps: int, at: datetime, chance: random.Random) -> None:
        self.on, self.keeps, self.at, self.chance = on, keeps, at, chance
        self.now = {-1: 0, 0: minute_of_day(at), 1: 24 * 60}[(day_of(at) > on) - (day_of(at) < on)]
        self.is_over = on < day_of(at)
        limits = load_visit_limits(settings.PACK)
        self.limits = Limits(limits.door_metres, limits.least_share_of_minutes, limits.clock_ahead_minutes)
        self.marks: list[VisitMark] = []
        self.records: list[VisitRecord] = []
        self.names: dict[int, str] = {}

    def tell(self, sent: list[Sent]) -> None:
        """What became of the visits, on the visits and as marks and records, which are kept after them."""
        self.names = {pk: line.name for pk, line in worker_lines([one.worker_id for one in sent]).items()}
        for one in sent:
            self._one(one)

    def carry_on(self, sent: list[Sent], arrived: Mapping[int, VisitMark]) -> None:
        """What became of visits that were assigned before, stored; `arrived` are arrivals already told, by visit."""
        self.names = {pk: line.name for pk, line in worker_lines([one.worker_id for one in sent]).items()}
        for one in sent:
            arrival = arrived.get(one.visit.pk) if one.visit.state == VisitState.UNDER_WAY else self._arrive(one)
            if arrival is not None and one.starts + one.visit.minutes < self.now:
                self._leave(one, arrival)
        store([one.visit for one in sent])
        VisitMark.objects.bulk_create(self.marks)
        VisitRecord.objects.bulk_create(self.records)

    def keep(self, sent: list[Sent]) -> None:
        """Stores who goes, and the marks and records, once the visits are stored."""
        VisitCarer.objects.bulk_create(
            VisitCarer(
                visit=one.visit, worker_id=one.worker_id, on=self.on, starts=one.starts,
                ends=one.starts + one.visit.minutes,
            )
            for one in sent
        )  # fmt: skip
        VisitMark.objects.bulk_create(self.marks)
        VisitRecord.objects.bulk_create(self.records)

    def _turn(self, visit: Visit, every: int) -> bool:
        """Whether it is the turn of one among so many."""
        return (visit.order_id + 11 * self.on.toordinal()) % every == 0

    def _one(self, one: Sent) -> None:
        visit, office = one.visit, "机构办公室"
        visit.state, visit.planned_start = VisitState.ASSIGNED, one.starts
        visit.is_confirmed = self._turn(visit, 3)
        self._step(one, "assign", VisitState.ASSIGNED, day_moment(self.on, 0) - timedelta(hours=7), office)
        waits = one.worker_id == self.keeps and not self.is_over
        if waits or one.starts >= self.now:
            return
        arrival = self._arrive(one)
        if one.starts + visit.minutes < self.now:
            self._leave(one, arrival)

    def _arrive(self, one: Sent) -> VisitMark:
        said_at = min(day_moment(self.on, one.starts + self.chance.randrange(-4, 9)), self.at)
        mark = self._mark(one, MarkKind.ARRIVAL, said_at)
        one.visit.state, one.visit.started_at = VisitState.UNDER_WAY, said_at
        self._step(one, "start", VisitState.UNDER_WAY, said_at, self.names[one.worker_id])
        return mark

    def _leave(self, one: Sent, arrival: VisitMark) -> None:
        visit = one.visit
        share = 0.5 if self._turn(visit, TOO_SHORT) else 1.0
        stayed = timedelta(minutes=round(visit.minutes * share) + self.chance.randrange(0, 6))
        ended_at = min(arrival.said_at + stayed, self.at)
        tasks = {"tasks": [{"name": "按计划服务", "state": "done"}]}
        self._mark(one, MarkKind.TASKS, ended_at, **tasks)
        leaving = self._mark(one, MarkKind.LEAVING, ended_at)
        found = oddities(_read(arrival), _read(leaving), minutes=visit.minutes, limits=self.limits)
        visit.state, visit.ended_at, visit.oddities = VisitState.DONE, ended_at, list(found)
        visit.is_proved, visit.minutes_counted = is_proved(found), minutes_between(arrival.said_at, ended_at)
        self._step(one, "finish", VisitState.DONE, ended_at, self.names[one.worker_id])

    def _mark(self, one: Sent, kind: MarkKind, said_at: datetime, **content: object) -> VisitMark:
        """By the code at the door; now and then by a place that is far from it."""
        is_far = self._turn(one.visit, FAR_FROM_DOOR)
        late = timedelta(seconds=self.chance.randrange(5, 4000))
        made = VisitMark(
            visit=one.visit, worker_id=one.worker_id, kind=kind, key=f"demo-{kind}-{one.visit.order_id}-{self.on:%m%d}",
            said_at=said_at,
            received_at=min(said_at + late, self.at), is_code_right=kind != MarkKind.TASKS and not is_far,
            metres_from_door=950.0 if is_far else None, accuracy_metres=20.0 if is_far else None, content=content,
        )  # fmt: skip
        self.marks.append(made)
        return made

    def _step(self, one: Sent, verb: str, state: VisitState, at: datetime, name: str) -> None:
        self.records.append(VisitRecord(visit=one.visit, verb=verb, state=state, by_name=name, at=min(at, self.at)))


def _read(row: VisitMark) -> Mark:
    return Mark(row.said_at, row.received_at, row.is_code_right, row.metres_from_door, row.accuracy_metres)
