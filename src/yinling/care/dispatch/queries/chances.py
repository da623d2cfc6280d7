"""Ranked candidates for one visit, in the day as it stands or as a proposal would have it, and what speaks against."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from yinling.care.dayplans.queries.days import Spot, carers_given, open_visit, places_of, rules_given
from yinling.care.dispatch.domain.insertion import TIME, Found, Held, insertion
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.domain.assigning import Busy, objections
from yinling.care.visits.queries.people import need_of
from yinling.care.visits.queries.planning import HELD, OPEN, carers_before, visits_to_plan
from yinling.care.visits.queries.visits import visits_visible
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import machine
from yinling.people.workforce.queries import shifts_on, worker_lines
from yinling.people.workforce.queries.fitness import fitness
from yinling.people.workforce.queries.words import skill_words
from yinling.people.workforce.queries.workers import employed_at

NO_PARTNER = "要两位护理员同去，这时没有人能一起去"
WISHED, KNOWN, STRANGER = "老人希望由其上门", "近四周去过这位老人家", "没去过这位老人家"
TOMORROW = -1_440  # of a day to come nothing has passed
Goes = Mapping[int, tuple[tuple[int, ...], int | None]]


@dataclass(frozen=True)
class Chance:
    """Somebody for a visit. With `objections` they cannot; `way` is what the day's travel grows by, in minutes."""

    worker_id: int
    name: str
    starts: int
    time: str
    way: int
    minutes_today: int
    reasons: tuple[str, ...]
    objections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chances:
    """Candidates, the best first; those one would ask after and why not them; how many others and why."""

    able: tuple[Chance, ...] = ()
    unable: tuple[Chance, ...] = ()
    others: tuple[tuple[str, int], ...] = ()


class Table:
    """What is known around one visit, asked once. `plan`: a proposal instead of the day as it stands."""

    def __init__(self, row: Any, *, now: int | None, plan: Any = None) -> None:
        self.row, self.on = row, row.on
        self.work = load_visit_limits(settings.PACK).work_on(row.on)
        self.asked = visits_to_plan([row])[0]
        self.soonest = (TOMORROW if now is None else now) + self.work.leave_minutes
        self.before = carers_before([row.person_id], on=row.on, provider_id=row.provider_id).get(row.person_id, set())
        self.shifts = shifts_on(row.provider_id, on=row.on)
        self._read_day(plan)

    def _read_day(self, plan: Any) -> None:
        held = Q(state__in=[*OPEN, *HELD]) | Q(pk=self.row.pk)
        rows = visits_visible(machine("调度"), on=self.on).filter(held, provider=self.row.provider_id, on=self.on)
        visits = list(rows.values_list("pk", "person_id", "area", "minutes"))
        goes = goes_now(rows) | (goes_in(plan) if plan else {})
        self.goes = goes.get(self.row.pk, ((), None))
        places, _guessed = places_of([Spot(pk, person, area) for pk, person, area, _minutes in visits])
        self.place = places[self.row.pk]
        self.held = [
            Held(f"{pk}/{worker}", person, worker, places[pk], starts, minutes)
            for pk, person, _area, minutes in visits if pk != self.row.pk
            for workers, starts in [goes.get(pk, ((), None))] if starts is not None for worker in workers
        ]  # fmt: skip

    def find(self, *, starts: int | None = None, only: Collection[int] | None = None) -> Found:
        """The engine's candidates; at one time, or of some carers only."""
        asked = open_visit(self.asked, self.place, self.before, self.soonest) | {"carers": 1}
        if starts is not None:
            asked |= {"from": clock(starts), "until": clock(starts)}
        shifts = [one for one in self.shifts if only is None or one.worker_id in only]
        carers = carers_given(shifts, self.on, self.place)
        return insertion(
            asked, carers, self.held, always=self.notable, rules=rules_given(self.work), on=self.on.isoformat(),
            own_minutes=self.work.own_way_minutes, skills=skill_words(),
        )  # fmt: skip

    @property
    def notable(self) -> set[int]:
        """Those one would ask after: wished, known, or on the way already."""
        wished = {self.asked.wished_worker} if self.asked.wished_worker else set()
        return {*wished, *self.before, *self.goes[0]}

    def objections(self, worker_ids: Collection[int], starts: int) -> dict[int, tuple[str, ...]]:
        """What forbids each to go at a time."""
        need, lines = need_of(self.row, starts=starts), worker_lines(worker_ids)
        unfit, busy = fitness(worker_ids, skills=need.skills, on=self.on), defaultdict[int, list[Busy]](list)
        for one in self.held:
            busy[one.worker_id].append(Busy(one.starts, one.starts + one.minutes))
        return {
            one: objections(
                need, gender=line.gender, busy=busy[one], unfit=unfit.get(one, ()),
                shifts=[Busy(shift.starts, shift.ends) for shift in self.shifts if shift.worker_id == one],
            )
            for one, line in lines.items()
        }  # fmt: skip

    def reasons(self, worker_id: int) -> tuple[str, ...]:
        """What speaks for somebody, or that they are new to the person."""
        found = [WISHED] if worker_id == self.asked.wished_worker else []
        known = [KNOWN] if worker_id in self.before else [STRANGER] if self.before else []
        return (*found, *known)

    def not_there(self) -> set[int]:
        """Those who may not be sent that day at all, by their certificates or because they are away."""
        everybody = employed_at(self.row.provider_id, on=self.on)
        return set(everybody) - {shift.worker_id for shift in self.shifts} - self.notable

    def minutes(self, worker_id: int) -> int:
        """What somebody serves that day already."""
        return sum(one.minutes for one in self.held if one.worker_id == worker_id)


def goes_now(rows: Any) -> dict[int, tuple[tuple[int, ...], int | None]]:
    """Who goes when as it stands."""
    found: dict[int, tuple[tuple[int, ...], int | None]] = {}
    for pk, worker, starts in rows.filter(carers__isnull=False).values_list("pk", "carers__worker_id", "planned_start"):
        found[pk] = ((*found.get(pk, ((), None))[0], worker), starts)
    return found


def goes_in(plan: Any) -> dict[int, tuple[tuple[int, ...], int | None]]:
    """Who goes when in a proposal."""
    rows = plan.lines.values_list("visit_id", "workers", "starts")
    return {pk: (tuple(workers), starts) for pk, workers, starts in rows}


def chances(row: Any, *, now: int | None, plan: Any = None) -> Chances:
    """Candidates for a visit; two who go together are ranked at one time."""
    table = Table(row, now=now, plan=plan)
    pinned = table.goes[1] if row.carers_needed > 1 else None
    found = table.find(starts=pinned)
    if row.carers_needed > 1 and pinned is None and found.ranked:
        found = table.find(starts=-(-found.ranked[0].starts // 60))
    able = [int(one.worker) for one in found.ranked]
    rest = sorted(table.notable - set(able))
    lines = worker_lines({*able, *rest})
    usual = row.window_from if table.goes[1] is None else table.goes[1]
    not_there = table.not_there()
    refused = table.objections({*rest, *not_there}, usual)
    others = Counter(found.others) + Counter(refused[one][0] for one in not_there)
    return Chances(
        tuple(
            _chance(table, lines[int(one.worker)].name, int(one.worker), -(-one.starts // 60), round(one.travel / 60))
            for one in found.ranked
        ),
        tuple(
            _chance(table, lines[one].name, one, usual, 0, refused[one] or (TIME,)) for one in rest if one in lines
        ),
        tuple(sorted(others.items())),
    )  # fmt: skip


def _chance(table: Table, name: str, one: int, starts: int, way: int, refused: tuple[str, ...] = ()) -> Chance:
    return Chance(one, name, starts, clock(starts), way, table.minutes(one), table.reasons(one), refused)


@dataclass(frozen=True)
class Trial:
    """One carer at one time: what forbids it, what should be known of it, who could go along where one is lacking."""

    objections: tuple[str, ...]
    notices: tuple[str, ...]
    partners: tuple[Chance, ...] = ()


def trial(row: Any, worker_ids: Sequence[int], starts: int, *, now: int | None, plan: Any = None) -> Trial:
    """Whether they could go at a time; the way is a notice, for whoever moves a visit by hand may know better."""
    table, names = Table(row, now=now, plan=plan), worker_lines(worker_ids)
    against = table.objections(worker_ids, starts)
    refused = [
        words if one == worker_ids[0] else f"{names[one].name}：{words}" for one in names for words in against[one]
    ]
    if not row.window_from <= starts <= row.window_until:
        refused.append(f"上门时间不在约定的时段内（{clock(row.window_from)}–{clock(row.window_until)}）")
    if refused:
        return Trial(tuple(refused), ())
    is_one_short = len(worker_ids) < row.carers_needed
    partners = _partners(table, worker_ids, starts) if is_one_short else ()
    if is_one_short and not partners:
        return Trial((NO_PARTNER,), ())
    worker_id = worker_ids[0]
    found = table.find(starts=starts, only={worker_id}).ranked
    way = f"路上多 {round(found[0].travel / 60)} 分钟" if found else "按估算的路程，赶不上前后的上门或吃饭时间"
    return Trial((), (way, *table.reasons(worker_id)), partners)


def _partners(table: Table, worker_ids: Sequence[int], starts: int) -> tuple[Chance, ...]:
    """Who else can go at that very time, the best first; each checked as if chosen."""
    ranked = {int(one.worker): one for one in table.find(starts=starts).ranked if int(one.worker) not in worker_ids}
    against, lines = table.objections(list(ranked), starts), worker_lines(list(ranked))
    return tuple(
        _chance(table, lines[number].name, number, starts, round(one.travel / 60))
        for number, one in ranked.items() if not against[number]
    )  # fmt: skip


def minute_now(on: date, today: date, minute: int) -> int | None:
    """Minutes from midnight if the day is today; None for a day to come."""
    return minute if on == today else None
