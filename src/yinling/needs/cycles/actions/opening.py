"""A month is opened as a draft, or its draft is thrown away to be made again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.area import ancestors
from yinling.needs.cycles.actions.permits import keep_step, locked, needed, permit
from yinling.needs.cycles.domain.refusals import EarlierOpen, LaterExists, WrongState
from yinling.needs.cycles.domain.states import DRAFT, OPEN
from yinling.needs.cycles.models import Cycle, CycleFigure, CyclePayment, CycleProblem, CycleRow
from yinling.needs.cycles.queries.elsewhere import last_approval
from yinling.needs.dues.domain.periods import first_of
from yinling.needs.enrolments.queries.courses import last_step
from yinling.people.registry.queries.histories import last_statement


@dataclass(frozen=True)
class Wanted:
    """The cycle to open: any day of its month; empty area = the whole district; empty pack = the deployed one."""

    month: date
    area: str = ""
    pack: str = ""
    look_back_months: int = 24
    instalment_percent_max: int = 30


def touching(area: str) -> Q:
    """Cycles of places that lie in the area, hold it, or are it."""
    return Q(area__startswith=area) | Q(area__in=ancestors(area)) | Q(area="")


@transaction.atomic
def open_cycle(wanted: Wanted, *, by: Actor, at: datetime) -> Cycle:
    """An empty draft; the same one again if it is there and still a draft.

    Raises EarlierOpen (an earlier month there is not approved), LaterExists, NotPermitted.
    """
    pack, month = wanted.pack or settings.PACK, first_of(wanted.month)
    area = wanted.area or load_pack(settings.PACK).area
    permit(by, "cycles.draft", area)
    there = Cycle.objects.select_for_update().filter(touching(area), pack=pack)
    if same := there.filter(month=month, area=area, state=DRAFT).first():
        return same
    if there.filter(month__gte=month).exists():
        raise LaterExists()
    if there.filter(state__in=sorted(OPEN)).exists():
        raise EarlierOpen()
    cycle = Cycle.objects.create(
        pack=pack, month=month, area=area, look_back_months=wanted.look_back_months,
        instalment_percent_max=wanted.instalment_percent_max, known_at=at, drafted_by_id=by.user_id,
        marks=marks_now(at),
    )  # fmt: skip
    keep_step(cycle, "open", by=by, at=at, after={"month": month, "pack": pack})
    return cycle


def marks_now(at: datetime) -> dict[str, object]:
    """What is the latest known, before anything is read: whoever looks again later begins here."""
    return {"statement": last_statement(), "step": last_step(), "approval": last_approval(), "at": at.isoformat()}


@transaction.atomic
def clear_draft(*, cycle_id: int, reason: str, by: Actor, at: datetime) -> Cycle:
    """Takes every row of a draft back, to be made again on what is known then. Raises WrongState, ReasonNeeded."""
    reason = needed(reason)
    cycle = locked(cycle_id, "cycles.draft", by=by)
    if cycle.state != DRAFT:
        raise WrongState()
    for model in (CycleRow, CycleProblem, CyclePayment):
        model.objects.filter(cycle=cycle).delete()
    CycleFigure.objects.filter(cycle=cycle).delete()
    cycle.persons_done, cycle.after_person, cycle.is_drafted = 0, 0, False
    cycle.known_at, cycle.marks, cycle.drafted_by_id = at, marks_now(at), by.user_id
    cycle.save()
    keep_step(cycle, "clear", by=by, at=at, reason=reason)
    return cycle
