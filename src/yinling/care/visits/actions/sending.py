"""Many visits of a day get their carers at once: the checks of one, with one reading of the day for all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused, WrongState, after
from yinling.care.visits.actions.permits import keep_steps
from yinling.care.visits.domain.assigning import Busy, objections
from yinling.care.visits.domain.states import VISIT_MOVES
from yinling.care.visits.models import Visit, VisitCarer, VisitState
from yinling.care.visits.queries.people import busy_of, need_of
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.workforce.actions.locking import lock_workers
from yinling.people.workforce.queries.fitness import fitness, shifts_on
from yinling.people.workforce.queries.workers import worker_lines

BAD_TIME = "上门时间不在约定的时段内"


class CannotGo(StepRefused):
    """Somebody may not be sent; the words name who and why."""


class WrongNumber(StepRefused):
    """A visit for two needs two."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"这次上门需要 {needed} 名护理员，请选满，且不要重复")


@dataclass(frozen=True)
class Placing:
    """One line of a day plan: a visit, who goes, and when (minutes from midnight)."""

    visit_id: int
    worker_ids: tuple[int, ...]
    starts: int


@transaction.atomic
def assign_all(placings: Sequence[Placing], *, on: date, by: Actor, at: datetime, note: str = "") -> dict[int, str]:
    """Refusals by visit; who is refused stays as before, if that can still be. Raises NotPermitted."""
    permit(by, "visits.manage")
    wanted = {one.visit_id: one for one in placings}
    seen = Visit.objects.visible_to(by, on=day_of(at)).filter(pk__in=list(wanted), on=on).values("pk")
    rows = Visit.objects.select_for_update(of=("self",)).filter(pk__in=seen).select_related("order").order_by("pk")
    return _Round(list(rows), on).done(wanted, by, at, note)


class _Round:
    """The visits of one round, all taken off in thought, then sent one by one."""

    def __init__(self, visits: list[Visit], on: date) -> None:
        self.visits, self.on = visits, on
        self.before: dict[int, list[int]] = defaultdict(list)
        for row in VisitCarer.objects.filter(visit__in=visits).order_by("pk"):
            self.before[row.visit_id].append(row.worker_id)

    def done(self, wanted: dict[int, Placing], by: Actor, at: datetime, note: str) -> dict[int, str]:
        self._read({one for placing in wanted.values() for one in placing.worker_ids})
        refused = {row.pk: words for row in self.visits if (words := self._why_not(row, wanted[row.pk]))}
        lost = [row for row in self.visits if row.pk in refused and self.before[row.pk] and not self._stays(row)]
        refused |= {row.pk: f"{refused[row.pk]}；原来的安排也不能恢复" for row in lost}
        changed = [*(row for row in self.visits if row.pk not in refused), *lost]
        VisitCarer.objects.filter(visit__in=changed).delete()
        VisitCarer.objects.bulk_create(
            VisitCarer(visit=row, worker_id=one, on=self.on, starts=start, ends=start + row.minutes)
            for row in changed if row.pk not in refused
            for one in wanted[row.pk].worker_ids for start in [wanted[row.pk].starts]
        )  # fmt: skip
        self._keep([row for row in changed if row.pk not in refused], lost, wanted, by=by, at=at, note=note)
        return refused | {one: "没有这次上门" for one in wanted if one not in {row.pk for row in self.visits}}

    def _read(self, worker_ids: set[int]) -> None:
        """Two dispatchers who send the same people wait for each other here."""
        everybody = {*worker_ids, *(one for each in self.before.values() for one in each)}
        lock_workers(everybody)
        self.lines, self.shifts = worker_lines(everybody), defaultdict[int, list[Busy]](list)
        for provider in {row.provider_id for row in self.visits}:
            for shift in shifts_on(provider, on=self.on):
                self.shifts[shift.worker_id].append(Busy(shift.starts, shift.ends))
        self.busy = defaultdict(list, busy_of(everybody, on=self.on, without=[row.pk for row in self.visits]))
        asked = {need_of(row).skills for row in self.visits}
        self.unfit = {skills: fitness(everybody, skills=skills, on=self.on) for skills in asked}

    def _why_not(self, row: Visit, placing: Placing) -> str:
        """Why nobody is sent; empty: they are, and are busy from now on."""
        if len(set(placing.worker_ids)) != row.carers_needed:
            return WrongNumber(row.carers_needed).words
        try:
            after(VISIT_MOVES, "assign", row.state)
        except WrongState as wrong:
            return wrong.words
        if not row.window_from <= placing.starts <= row.window_until:
            return BAD_TIME
        return self._busied(row, placing.worker_ids, placing.starts)

    def _stays(self, row: Visit) -> bool:
        starts = row.window_from if row.planned_start is None else row.planned_start
        return row.state != VisitState.ASSIGNED or not self._busied(row, self.before[row.pk], starts)

    def _busied(self, row: Visit, worker_ids: Sequence[int], starts: int) -> str:
        need = need_of(row, starts=starts)
        for one in worker_ids:
            line = self.lines.get(one)
            if line is None or line.provider_id != row.provider_id:
                return "不是本机构的护理员"
            unfit, shifts = self.unfit[need.skills].get(one, ()), self.shifts[one]
            if words := objections(need, gender=line.gender, shifts=shifts, busy=self.busy[one], unfit=unfit):
                return f"{line.name}：{'；'.join(words)}"
        for one in worker_ids:
            self.busy[one].append(Busy(need.starts, need.ends))
        return ""

    def _keep(self, sent: list[Visit], lost: list[Visit], wanted: dict[int, Placing], **what: Any) -> None:
        """Another carer than agreed: the older person has to be asked again."""
        changes = {
            row.pk: {
                "state": VisitState.ASSIGNED.value, "planned_start": wanted[row.pk].starts, "cause": "",
                "late_told_at": None,
                "is_confirmed": row.is_confirmed and set(self.before[row.pk]) == set(wanted[row.pk].worker_ids),
            }
            for row in sent
        }  # fmt: skip
        keep_steps("assign", sent, changes, **what)
        keep_steps("release", lost, {row.pk: {"state": VisitState.PLANNED.value} for row in lost}, **what)
