"""A visit: kept once, with what was found; tickets, signals and the next due day follow at once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from yinling.care.wellbeing.actions.listing import due_of
from yinling.care.wellbeing.actions.permits import permit
from yinling.care.wellbeing.actions.signals import keep_signal
from yinling.care.wellbeing.actions.tickets import Need, close_answered, open_ticket
from yinling.care.wellbeing.domain.states import NotThere, Outcome, StepRefused, Way
from yinling.care.wellbeing.events import WelfareVisited
from yinling.care.wellbeing.models import Target, WelfareVisit
from yinling.care.wellbeing.queries.rules import rules
from yinling.foundation.audit.actions import record
from yinling.foundation.documents.actions import keep as keep_document
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.wellbeing import Finding
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

FINE = "fine"
SEEKING = ("no_answer", "not_reached")  # tickets that end when the person is met


@dataclass(frozen=True)
class Told:
    """A visit as told: `on` other than today is written down afterwards. `place` is (longitude, latitude)."""

    findings: tuple[str, ...]
    key: str
    on: date
    way: Way = Way.HOME
    note: str = ""
    place: tuple[float, float] | None = None
    photo: bytes = b""


@transaction.atomic
def visit(target_id: int, told: Told, *, by: Actor, at: datetime) -> WelfareVisit:
    """Keeps a visit. Sent twice, it is one. Raises StepRefused, FileRefused."""
    permit(by, "wellbeing.visit", "wellbeing.manage")
    target = Target.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=target_id).first()
    if target is None:
        raise NotThere()
    if (known := WelfareVisit.objects.filter(key=told.key, person=target.person_id).first()) is not None:
        return known
    found = _findings(told, target, day_of(at))
    kept = _keep(target, told, found, by, at)
    _follow(kept, found, by=by, at=at)
    if kept.is_counted and target.until_on is None:
        target.last_visit_on = max(told.on, target.last_visit_on or told.on)
        target.due_on = due_of(target)
        target.save(update_fields=["last_visit_on", "due_on"])
    announce(WelfareVisited(kept.pk, kept.person_id, kept.on, kept.outcome == Outcome.MET, told.findings), by=by, at=at)
    return kept


def _findings(told: Told, target: Target, today: date) -> list[Finding]:
    known, back = rules().findings, timedelta(days=rules().record_days_back)
    if not told.findings or any(code not in known for code in told.findings):
        raise StepRefused("请选探访时的情况", "findings")
    found = [known[code] for code in told.findings]
    if len(found) > 1 and FINE in told.findings:
        raise StepRefused("“一切都好”不能和别的情况一起选", "findings")
    if len({one.reached for one in found}) > 1:
        raise StepRefused("没有见到人，就不能写见到时的情况", "findings")
    if not today - back <= told.on <= today:
        raise StepRefused(f"只能登记最近{back.days}天内的探访", "on")
    if told.on < target.from_on:
        raise StepRefused("那天还没有列入名单", "on")
    return found


def _keep(target: Target, told: Told, found: list[Finding], by: Actor, at: datetime) -> WelfareVisit:
    is_met = all(one.reached for one in found)
    photo = (
        keep_document(
            content=told.photo, name="visit.jpg", kind="welfare_visit", about=f"person:{target.person_id}", by=by,
            at=at, area=target.area, person_id=target.person_id,
        )
        if told.photo
        else None
    )  # fmt: skip
    kept = WelfareVisit.objects.create(
        person_id=target.person_id, area=target.area, on=told.on, way=told.way,
        outcome=Outcome.MET if is_met else Outcome.NOT_MET, is_counted=is_met and told.way in rules().ways,
        findings=list(told.findings), note=told.note[:500], photo=photo, key=told.key,
        longitude=told.place[0] if told.place else None, latitude=told.place[1] if told.place else None,
        by_id=by.user_id, by_name=by.name, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="wellbeing.visit", subject=f"person:{target.person_id}", area=target.area,
        after={"on": told.on.isoformat(), "way": told.way.value, "findings": list(told.findings)},
    )  # fmt: skip
    return kept


def _follow(kept: WelfareVisit, found: list[Finding], *, by: Actor, at: datetime) -> None:
    """Met: nobody seeks them any longer. What was found is followed by tickets, and remembered."""
    if kept.outcome == Outcome.MET:
        close_answered(kept.person_id, SEEKING, outcome=f"{kept.on} 见到本人", by=by, at=at)
    for kind in dict.fromkeys(one.ticket for one in found if one.ticket):
        words = "、".join(one.words for one in found if one.ticket == kind)
        note = f"{words}。{kept.note}" if kept.note else words
        open_ticket(Need(kept.person_id, kept.area, kind, note, kept), by=by, at=at)
    if any(one.id != FINE for one in found):
        keep_signal(
            "finding", f"visit:{kept.pk}", person_id=kept.person_id, area=kept.area, since=kept.on, until=kept.on
        )  # fmt: skip
