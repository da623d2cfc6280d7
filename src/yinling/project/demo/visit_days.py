"""One day of an operator in the demo: who goes when, and what their phones recorded of what is over."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from yinling.care.catalogue.queries import services
from yinling.care.visits.actions.carrying_out import minutes_between
from yinling.care.visits.domain.proof import Limits, Mark, is_proved, oddities
from yinling.care.visits.models import Cause, MarkKind, Visit, VisitCarer, VisitMark, VisitRecord, VisitState
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.dates import day_moment, day_of, minute_of_day
from yinling.people.workforce.queries.fitness import Shift, shifts_on
from yinling.people.workforce.queries.workers import worker_lines

TRAVEL_MINUTES, STEP_MINUTES = 15, 5
# Every so many visits that are over something was odd.
TOO_SHORT, FAR_FROM_DOOR = 29, 37


@dataclass(frozen=True)
class Sent:
    """A visit, who goes, and when."""

    visit: Visit
    worker_id: int
    starts: int


def fill_day(firm: int, on: date, *, keeps: int, at: datetime, chance: random.Random) -> None:
    """Sends carers to a day's visits for one; `keeps` does only what asks for them, and all of today is to come."""
    rows = Visit.objects.filter(provider=firm, on=on, state=VisitState.PLANNED, carers_needed=1)
    waiting = sorted(rows.select_related("order"), key=lambda row: (row.window_from, row.pk))
    sent = place(waiting, shifts_on(firm, on=on), keeps)
    carers = [
        VisitCarer(
            visit=one.visit, worker_id=one.worker_id, on=on, starts=one.starts, ends=one.starts + one.visit.minutes
        )
        for one in sent
    ]  # fmt: skip
    VisitCarer.objects.bulk_create(carers)
    Day(on, keeps, at, chance).tell(sent, {row.pk for row in waiting} - {one.visit.pk for one in sent})


def place(waiting: list[Visit], shifts: list[Shift], keeps: int) -> list[Sent]:
    """Each visit to who was asked for, else to the one with least to do who is free and able, in order of the day."""
    free: dict[int, int] = defaultdict(int)
    load: dict[int, int] = defaultdict(int)
    items, found = services(with_withdrawn=True), []
    for visit in waiting:
        skills = set(items[visit.service_code].skills)
        fit = [
            (load[shift.worker_id], shift.worker_id, starts)
            for shift in shifts
            if skills <= set(shift.skills)
            and (shift.worker_id == visit.order.wished_worker_id or (shift.worker_id != keeps and not _wish(visit)))
            and (starts := _starts(visit, shift, free[shift.worker_id])) is not None
        ]
        if fit:
            _, worker_id, starts = min(fit)
            free[worker_id] = starts + visit.minutes + TRAVEL_MINUTES
            load[worker_id] += visit.minutes
            found.append(Sent(visit, worker_id, starts))
    return found


def _wish(visit: Visit) -> int | None:
    return visit.order.wished_worker_id


def _starts(visit: Visit, shift: Shift, free_from: int) -> int | None:
    earliest = max(visit.window_from, shift.starts, free_from)
    starts = -(-earliest // STEP_MINUTES) * STEP_MINUTES
    return starts if starts <= visit.window_until and starts + visit.minutes <= shift.ends else None


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

    def tell(self, sent: list[Sent], nobody: set[int]) -> None:
        """Stores states, marks and records; a visit of the past that nobody could do was missed."""
        self.names = {pk: line.name for pk, line in worker_lines([one.worker_id for one in sent]).items()}
        for one in sent:
            self._one(one)
        if self.is_over:
            Visit.objects.filter(pk__in=nobody).update(state=VisitState.MISSED, cause=Cause.NO_CARER)
        columns = [
            "state", "planned_start", "started_at", "ended_at", "minutes_counted", "is_proved", "oddities",
            "is_confirmed",
        ]  # fmt: skip
        Visit.objects.bulk_update([one.visit for one in sent], columns, batch_size=200)
        VisitMark.objects.bulk_create(self.marks)
        VisitRecord.objects.bulk_create(self.records)

    def _one(self, one: Sent) -> None:
        visit, office = one.visit, "机构办公室"
        visit.state, visit.planned_start = VisitState.ASSIGNED, one.starts
        visit.is_confirmed = visit.pk % 3 == 0
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
        share = 0.5 if visit.pk % TOO_SHORT == 0 else 1.0
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
        is_far = one.visit.pk % FAR_FROM_DOOR == 0
        late = timedelta(seconds=self.chance.randrange(5, 4000))
        made = VisitMark(
            visit=one.visit, worker_id=one.worker_id, kind=kind, key=f"demo-{kind}-{one.visit.pk}", said_at=said_at,
            received_at=min(said_at + late, self.at), is_code_right=kind != MarkKind.TASKS and not is_far,
            metres_from_door=950.0 if is_far else None, accuracy_metres=20.0 if is_far else None, content=content,
        )  # fmt: skip
        self.marks.append(made)
        return made

    def _step(self, one: Sent, verb: str, state: VisitState, at: datetime, name: str) -> None:
        self.records.append(VisitRecord(visit=one.visit, verb=verb, state=state, by_name=name, at=min(at, self.at)))


def _read(row: VisitMark) -> Mark:
    return Mark(row.said_at, row.received_at, row.is_code_right, row.metres_from_door, row.accuracy_metres)
