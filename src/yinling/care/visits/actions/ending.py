"""A visit does not take place, was missed, or was recorded wrongly; somebody tells that something is wrong."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotPermitted, StepRefused
from yinling.care.visits.actions.carrying_out import minutes_between
from yinling.care.visits.actions.permits import keep_step, locked_visit, step_visit
from yinling.care.visits.domain.lateness import lateness, latest_start
from yinling.care.visits.events import TroubleTold, VisitCorrected, VisitMissed
from yinling.care.visits.models import Cause, Rating, Trouble, Visit, VisitState
from yinling.care.visits.queries.visits import overdue
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of, minute_of_day

ELDER = ("elder.own", "elder.represent")
WAITING = [VisitState.PLANNED, VisitState.ASSIGNED]


class ReasonNeeded(StepRefused):
    """What changes a record says why."""

    def __init__(self) -> None:
        super().__init__("请写明理由")


class NotYetOver(StepRefused):
    """Only a visit that ended can be corrected or rated."""

    def __init__(self) -> None:
        super().__init__("这次上门还没有完成")


@transaction.atomic
def call_off(*, visit_id: int, cause: str, by: Actor, at: datetime, note: str = "") -> Visit:
    """The visit will not take place: by the office or the desk, or refused by the older person. Raises WrongState."""
    permit(by, "orders.place", "visits.manage", "visits.work", *ELDER)
    visit = locked_visit(visit_id, by=by, at=at)
    by_elder = any(by.may(permission) for permission in ELDER) or cause == Cause.ELDER_REFUSED
    cause = Cause.ELDER_REFUSED if by_elder else Cause(cause)
    step_visit(visit, "refuse" if by_elder else "cancel", by=by, at=at, note=note, cause=cause)
    visit.carers.all().delete()
    if visit.provider_id and by_elder:
        _tell_office("老人谢绝了一次上门", visit, at)
    return visit


@transaction.atomic
def confirm(*, visit_id: int, by: Actor, at: datetime) -> Visit:
    """The older person or the family says that it suits."""
    permit(by, "orders.place", *ELDER)
    visit = locked_visit(visit_id, by=by, at=at)
    if visit.state not in WAITING:
        raise StepRefused("这次上门已经开始或已取消")
    keep_step(visit, "confirm", by=by, at=at, is_confirmed=True)
    return visit


@transaction.atomic
def rate(*, visit_id: int, score: int, by: Actor, at: datetime, text: str = "") -> Rating:
    """How it was: 3 good, 2 fair, 1 bad; said again, the later one stands and both are in the audit book."""
    permit(by, "orders.place", *ELDER)
    visit = locked_visit(visit_id, by=by, at=at)
    if visit.state != VisitState.DONE:
        raise NotYetOver()
    if score not in (1, 2, 3):
        raise StepRefused("请选择满意、一般或不满意")
    said = {"score": score, "text": text[:200], "by_name": by.name, "at": at}
    kept, _ = Rating.objects.update_or_create(visit=visit, defaults=said)
    record(by=by, at=at, verb="visits.rate", subject=f"visit:{visit.pk}", area=visit.area, after={"score": score})
    if score == 1:
        _tell_office("老人对一次上门不满意，请了解情况", visit, at)
    return kept


@transaction.atomic
def correct(*, visit_id: int, started_at: datetime, ended_at: datetime, note: str, by: Actor, at: datetime) -> Visit:
    """Puts the times of a visit that ended right; what stood before stays in its records. It counts as proved only
    if it was proved before. Raises NotYetOver, ReasonNeeded.
    """
    permit(by, "visits.manage")
    visit = locked_visit(visit_id, by=by, at=at)
    if visit.state != VisitState.DONE:
        raise NotYetOver()
    if not note.strip():
        raise ReasonNeeded()
    if not started_at <= ended_at <= at or day_of(started_at) != visit.on:
        raise StepRefused("开始应在当天，结束不早于开始，也不能晚于现在")
    keep_step(
        visit, "correct", by=by, at=at, note=note, started_at=started_at, ended_at=ended_at,
        minutes_counted=minutes_between(started_at, ended_at), oddities=sorted({*visit.oddities, "corrected"}),
    )  # fmt: skip
    announce(VisitCorrected(visit.pk, visit.person_id, visit.provider_id, visit.on, visit.is_proved), by=by, at=at)
    return visit


def watch(*, by: Actor, at: datetime) -> tuple[int, int]:
    """Looks at today's visits that have not begun: (told late, missed). Again tells nobody twice."""
    limits, now, told, missed = load_visit_limits(settings.PACK), minute_of_day(at), 0, 0
    soonest = min(limits.late_minutes, limits.missed_minutes)
    waiting = overdue(Visit.objects.filter(state__in=WAITING), at=at, minutes=soonest)
    for visit_id in list(waiting.values_list("pk", flat=True)):
        late, gone = _watch_one(visit_id, now, limits.late_minutes, limits.missed_minutes, by, at)
        told, missed = told + late, missed + gone
    return told, missed


@transaction.atomic
def _watch_one(
    visit_id: int, now: int, late_minutes: int, missed_minutes: int, by: Actor, at: datetime
) -> tuple[bool, bool]:
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    if visit.state not in WAITING:
        return False, False
    due = latest_start(window_until=visit.window_until, planned_start=visit.planned_start)
    found = lateness(latest_start=due, now=now, late_minutes=late_minutes, missed_minutes=missed_minutes)
    if found.is_missed:
        miss(visit, by=by, at=at)
        return False, True
    if found.is_late and visit.late_told_at is None:
        keep_step(visit, "late", by=by, at=at, late_told_at=at)
        _tell_office("有一次上门迟到，请查看并改派", visit, at)
        return True, False
    return False, False


def miss(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Nobody came in time; the office and the town are told, and the visit may still be done."""
    cause = Cause.NO_CARER if visit.state == VisitState.PLANNED else Cause.NOT_COME
    step_visit(visit, "miss", by=by, at=at, cause=cause)
    announce(VisitMissed(visit.pk, visit.person_id, visit.provider_id, visit.on, cause), by=by, at=at)
    _tell_office("有一次上门漏访，请尽快处理", visit, at)
    notify(text="有一次上门漏访", at=at, link=f"/visits/{visit.pk}/", role="town_clerk", area=visit.area[:9])


def _tell_office(text: str, visit: Visit, at: datetime) -> None:
    notify(text=text, at=at, link=f"/visits/{visit.pk}/", role="care_provider", organisation_id=visit.provider_id)


@transaction.atomic
def tell_trouble(*, visit_id: int, kind: str, text: str, key: str, by: Actor, at: datetime) -> Trouble:
    """Something is wrong: kept once by its key, the office and the town are told at once."""
    permit(by, "visits.work")
    known = Trouble.objects.filter(key=key).first()
    if known is not None:
        if known.visit_id != visit_id or known.told_by_name != by.name:
            raise NotPermitted()
        return known
    visit = locked_visit(visit_id, by=by, at=at)
    trouble = Trouble.objects.create(
        visit=visit, area=visit.area, key=key, kind=kind, text=text[:400], told_by_name=by.name, told_at=at
    )
    record(by=by, at=at, verb="visits.tell_trouble", subject=f"visit:{visit.pk}", area=visit.area, after={"kind": kind})
    announce(TroubleTold(trouble.pk, visit.pk, visit.person_id, kind), by=by, at=at)
    text, link = "护理员报告了异常情况，请尽快处理", "/visits/troubles/"
    notify(text=text, link=link, at=at, role="care_provider", organisation_id=visit.provider_id)
    notify(text=text, link=link, at=at, role="town_clerk", area=visit.area[:9])
    return trouble


@transaction.atomic
def close_trouble(*, trouble_id: int, outcome: str, by: Actor, at: datetime) -> Trouble:
    """Says what was done about it. Raises ReasonNeeded, StepRefused where it is closed."""
    permit(by, "visits.manage", "orders.place")
    if not outcome.strip():
        raise ReasonNeeded()
    trouble = Trouble.objects.select_for_update().visible_to(by).filter(pk=trouble_id, closed_at=None).first()
    if trouble is None:
        raise StepRefused("这条情况已经处理过了")
    trouble.closed_at, trouble.closed_by_name, trouble.outcome = at, by.name, outcome[:400]
    trouble.save()
    record(by=by, at=at, verb="visits.close_trouble", subject=f"visit:{trouble.visit_id}", area=trouble.area,
           reason=outcome, after={"outcome": outcome[:400]})  # fmt: skip
    return trouble
