"""A carer's day: arrive, do, leave. Records come from a phone, perhaps hours later and twice; each is kept once."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from yinling.care.catalogue.queries import service
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.care.visits.actions.doors import digest_of
from yinling.care.visits.actions.permits import keep_step, locked_visit, step_visit
from yinling.care.visits.domain.marks import Sent
from yinling.care.visits.domain.proof import ASKED_FOR, Limits, Mark, is_proved, metres_between, oddities
from yinling.care.visits.events import VisitCompleted, VisitCorrected
from yinling.care.visits.models import Door, MarkKind, Visit, VisitMark, VisitState
from yinling.foundation.documents.actions import keep as keep_document
from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import Actor
from yinling.people.workforce.queries.workers import worker_of_user

PICTURES = {"photo": MarkKind.PHOTO, "signature": MarkKind.SIGNATURE}
OPEN = (VisitState.PLANNED, VisitState.ASSIGNED, VisitState.MISSED)


@transaction.atomic
def mark(sent: Sent, *, by: Actor, at: datetime) -> VisitMark:
    """Keeps a record of the carer's phone and moves the visit on; the same key again gives what was kept.

    Raises NotPermitted (not one of those who go), NotThere, WrongState (the visit is over or was called off).
    """
    permit(by, "visits.work")
    if (known := _known(sent.key, by)) is not None:
        return known
    visit = locked_visit(sent.visit_id, by=by, at=at)
    kept = _keep(visit, sent, by, at)
    if kept.kind == MarkKind.ARRIVAL and visit.state in OPEN:
        step_visit(visit, "start", by=by, at=at, started_at=min(sent.said_at, at))
    elif kept.kind == MarkKind.LEAVING and visit.state != VisitState.DONE:
        finish(visit, by=by, at=at)
    else:
        _weigh_again(visit, by, at)
    return kept


def _known(key: str, by: Actor) -> VisitMark | None:
    kept = VisitMark.objects.filter(key=key).first()
    if kept is not None and kept.by_user_id != by.user_id:
        raise NotPermitted()
    return kept


def _worker(visit: Visit, by: Actor) -> int:
    goes = set(visit.carers.values_list("worker_id", flat=True))
    worker_id = worker_of_user(by.user_id)
    if worker_id not in goes:
        raise NotPermitted()
    return int(worker_id)


def _keep(visit: Visit, sent: Sent, by: Actor, at: datetime) -> VisitMark:
    door = Door.objects.filter(person=visit.person_id).first()
    place = (sent.longitude, sent.latitude)
    row = VisitMark(
        visit=visit, worker_id=_worker(visit, by), kind=sent.kind, key=sent.key, said_at=sent.said_at, received_at=at,
        is_code_right=bool(door and door.code_digest and sent.code and digest_of(sent.code) == door.code_digest),
        longitude=sent.longitude, latitude=sent.latitude, accuracy_metres=sent.accuracy_metres,
        metres_from_door=_metres(door, place), content=dict(sent.content), by_user_id=by.user_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # The phone sent it twice at once; the other one was first.
        return VisitMark.objects.get(key=sent.key)
    return row


def _metres(door: Door | None, place: tuple[float | None, float | None]) -> float | None:
    if door is None or door.longitude is None or door.latitude is None or place[0] is None or place[1] is None:
        return None
    return round(metres_between((door.longitude, door.latitude), (place[0], place[1])), 1)


def finish(visit: Visit, *, by: Actor, at: datetime) -> None:
    """The visit ends: its times and what speaks against it follow from the records."""
    arrival, leaving = _first(visit, MarkKind.ARRIVAL), _last(visit, MarkKind.LEAVING)
    began = arrival.said_at if arrival else visit.started_at
    ended = leaving.said_at if leaving else at
    found = oddities_of(visit)
    if visit.state in OPEN:
        step_visit(visit, "start", by=by, at=at, started_at=began or ended)
    began = began or ended
    step_visit(
        visit, "finish", by=by, at=at, started_at=min(began, ended), ended_at=ended, oddities=list(found),
        is_proved=is_proved(found), minutes_counted=minutes_between(began, ended),
    )  # fmt: skip
    announce(VisitCompleted(visit.pk, visit.person_id, visit.provider_id, visit.on, visit.is_proved), by=by, at=at)


def minutes_between(began: datetime, ended: datetime) -> int:
    """Whole minutes, never below 0."""
    return max(0, int((ended - began).total_seconds() // 60))


def oddities_of(visit: Visit) -> tuple[str, ...]:
    """What speaks against the visit by its records."""
    limits = load_visit_limits(settings.PACK)
    return oddities(
        _as_mark(_first(visit, MarkKind.ARRIVAL)),
        _as_mark(_last(visit, MarkKind.LEAVING)),
        minutes=visit.minutes,
        limits=Limits(limits.door_metres, limits.least_share_of_minutes, limits.clock_ahead_minutes),
        lacking=_lacking(visit),
    )


def _lacking(visit: Visit) -> set[str]:
    """What the catalogue asks for as proof and no record holds; a result is a note or a list of tasks."""
    kept = set(visit.marks.values_list("kind", flat=True))
    has = {"photo": "photo" in kept, "signature": "signature" in kept, "result": bool(kept & {"note", "tasks"})}
    return {name for name in ASKED_FOR if name in service(visit.service_code).proof and not has[name]}


def _first(visit: Visit, kind: str) -> VisitMark | None:
    return visit.marks.filter(kind=kind).order_by("said_at", "pk").first()


def _last(visit: Visit, kind: str) -> VisitMark | None:
    return visit.marks.filter(kind=kind).order_by("-said_at", "-pk").first()


def _as_mark(row: VisitMark | None) -> Mark | None:
    if row is None:
        return None
    return Mark(row.said_at, row.received_at, row.is_code_right, row.metres_from_door, row.accuracy_metres)


@transaction.atomic
def keep_picture(
    *, visit_id: int, kind: str, key: str, content: bytes, said_at: datetime, by: Actor, at: datetime
) -> VisitMark:
    """Keeps a photograph or a signature; the same key again changes nothing. Raises FileRefused, NotPermitted."""
    permit(by, "visits.work")
    if kind not in PICTURES:
        raise NotThere()
    if (known := _known(key, by)) is not None:
        return known
    visit = locked_visit(visit_id, by=by, at=at)
    document = keep_document(
        content=content, name=f"{kind}.jpg", kind=f"visit_{kind}", about=f"visit:{visit.pk}", by=by, at=at,
        area=visit.area, organisation_id=visit.provider_id, person_id=visit.person_id,
    )  # fmt: skip
    row = VisitMark(
        visit=visit, worker_id=_worker(visit, by), kind=PICTURES[kind], key=key, said_at=said_at, received_at=at,
        document_id=document.pk, by_user_id=by.user_id,
    )  # fmt: skip
    row.save()
    _weigh_again(visit, by, at)
    return row


def _weigh_again(visit: Visit, by: Actor, at: datetime) -> None:
    """A record that came after the visit ended: what was not proved may be now."""
    found = list(oddities_of(visit))
    if visit.state == VisitState.DONE and found != visit.oddities:
        keep_step(visit, "prove", by=by, at=at, oddities=found, is_proved=is_proved(tuple(found)))
        announce(VisitCorrected(visit.pk, visit.person_id, visit.provider_id, visit.on, visit.is_proved), by=by, at=at)
