"""Who can take a visit, and why others cannot."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from yinling.care.catalogue.queries import service
from yinling.care.visits.domain.assigning import Busy, Need, objections
from yinling.care.visits.domain.proof import metres_between
from yinling.care.visits.models import Door, Visit, VisitCarer, VisitState
from yinling.people.workforce.queries.fitness import Shift, fitness, shifts_on
from yinling.people.workforce.queries.workers import employed_at, worker_lines

PROPOSED = 12
BUSY_STATES = [VisitState.ASSIGNED, VisitState.UNDER_WAY, VisitState.DONE]


@dataclass(frozen=True)
class Candidate:
    """Somebody for a visit. `objections` empty: can go. `kilometres` from where they start, None if not known."""

    worker_id: int
    name: str
    objections: tuple[str, ...]
    reasons: tuple[str, ...]
    times_before: int
    minutes_today: int
    kilometres: float | None


def need_of(visit: Visit, *, starts: int | None = None) -> Need:
    """What the visit asks, at a time or else at its planned or earliest one."""
    begins = starts if starts is not None else visit.planned_start
    begins = visit.window_from if begins is None else begins
    item = service(visit.service_code)
    return Need(begins, begins + visit.minutes, frozenset(item.skills), visit.order.wished_gender)


def busy_of(worker_ids: Collection[int], *, on: date, without: Collection[int] = ()) -> dict[int, list[Busy]]:
    """Each worker's visits of a day."""
    found: dict[int, list[Busy]] = defaultdict(list)
    rows = VisitCarer.objects.filter(worker__in=list(worker_ids), on=on, visit__state__in=BUSY_STATES)
    for row in rows.exclude(visit__in=list(without)):
        found[row.worker_id].append(Busy(row.starts, row.ends))
    return found


def candidates(visit: Visit, *, starts: int | None = None) -> list[Candidate]:
    """Those of the provider, best first: who can go, who was there before, who is near, who has least to do."""
    day = _Day(visit, starts)
    ids = employed_at(visit.provider_id, on=visit.on)
    refused, lines = day.objections(ids), worker_lines(ids)
    before = _times_before(visit, ids)
    found = [
        Candidate(
            worker_id=one,
            name=lines[one].name,
            objections=refused[one],
            reasons=_reasons(visit, one, before[one]),
            times_before=before[one],
            minutes_today=sum(span.ends - span.starts for span in day.busy[one]),
            kilometres=day.kilometres(one),
        )
        for one in ids
    ]
    return sorted(found, key=lambda one: _order(visit, one))[:PROPOSED]


def _order(visit: Visit, one: Candidate) -> tuple[object, ...]:
    wished = one.worker_id == visit.order.wished_worker_id
    far = one.kilometres if one.kilometres is not None else 1e6
    return (bool(one.objections), not wished, -min(one.times_before, 5), round(far), one.minutes_today, one.worker_id)


def _reasons(visit: Visit, worker_id: int, times: int) -> tuple[str, ...]:
    found = ["老人希望由其上门"] if worker_id == visit.order.wished_worker_id else []
    return (*found, *([f"近期服务过 {times} 次"] if times else []))


def _times_before(visit: Visit, worker_ids: Collection[int]) -> dict[int, int]:
    rows = VisitCarer.objects.filter(
        worker__in=list(worker_ids), visit__person=visit.person_id, visit__state=VisitState.DONE, on__lt=visit.on
    )
    found: dict[int, int] = defaultdict(int)
    for worker_id in rows.values_list("worker_id", flat=True):
        found[worker_id] += 1
    return found


class _Day:
    """What is known of a provider's day around one visit, asked once."""

    def __init__(self, visit: Visit, starts: int | None) -> None:
        self.visit, self.need = visit, need_of(visit, starts=starts)
        self.shifts: dict[int, list[Shift]] = defaultdict(list)
        for shift in shifts_on(visit.provider_id, on=visit.on):
            self.shifts[shift.worker_id].append(shift)
        self.busy = busy_of(list(self.shifts), on=visit.on, without=[visit.pk])
        self.door = Door.objects.filter(person=visit.person_id).first()

    def objections(self, worker_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        lines = worker_lines(worker_ids)
        unfit = fitness(worker_ids, skills=self.need.skills, on=self.visit.on)
        return {
            one: objections(
                self.need,
                gender=lines[one].gender,
                shifts=[Busy(shift.starts, shift.ends) for shift in self.shifts.get(one, [])],
                busy=self.busy.get(one, []),
                unfit=(*unfit.get(one, ()), *self._stranger(lines[one].provider_id)),
            )
            for one in worker_ids
        }

    def _stranger(self, provider_id: int) -> tuple[str, ...]:
        return () if provider_id == self.visit.provider_id else ("不是本机构的护理员",)

    def kilometres(self, worker_id: int) -> float | None:
        shift = next(iter(self.shifts.get(worker_id, ())), None)
        if shift is None or shift.longitude is None:
            return None
        if self.door is None or self.door.longitude is None or self.door.latitude is None:
            return None
        home = (float(shift.longitude), float(shift.latitude or 0))
        return round(metres_between(home, (self.door.longitude, self.door.latitude)) / 1000, 1)
