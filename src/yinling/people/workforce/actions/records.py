"""Verbs of a worker's records: certificates by the provider; integrity and stars by the bureau."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.foundation.documents.actions import keep
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.workforce.actions.scope import JUDGE, MANAGE, need, note, worker_for
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.models import IntegrityEvent, IntegrityKind, Qualification, Star


@dataclass(frozen=True)
class CertificateDetails:
    """A certificate to record; `content` and `file_name` are its scan, if there is one."""

    kind: str
    issued_on: date
    valid_until: date | None = None
    level: str = ""
    number: str = ""
    issued_by: str = ""
    content: bytes = b""
    file_name: str = ""


@transaction.atomic
def record_qualification(details: CertificateDetails, *, worker_id: int, by: Actor, at: datetime) -> Qualification:
    """Records a certificate; the same one again is the one already kept. Raises NotAllowed, WorkerRefused, FileRefused.

    Caregivers' certificates name one of the five levels; others have none.
    """
    worker = worker_for(worker_id, by=by, permissions=(MANAGE, JUDGE))
    _check(details, on=day_of(at))
    kept = {name: getattr(details, name) for name in ("kind", "level", "number", "issued_on", "valid_until")}
    if known := worker.qualifications.filter(withdrawn_at=None, **kept).first():
        return known
    row = Qualification(worker=worker, issued_by=details.issued_by, recorded_at=at, **kept)
    if details.content:
        row.document_id = keep(
            content=details.content, name=details.file_name, kind="qualification", about=f"worker:{worker.pk}",
            area=worker.area, organisation_id=worker.provider_id, by=by, at=at,
        ).pk  # fmt: skip
    row.save()
    note("record_qualification", worker, by=by, at=at, after=kept)
    return row


def _check(details: CertificateDetails, *, on: date) -> None:
    if details.issued_on > on:
        raise WorkerRefused("发证日期不能晚于今天", field="issued_on")
    if details.valid_until and details.valid_until < details.issued_on:
        raise WorkerRefused("有效期不能早于发证日期", field="valid_until")
    if (details.kind == "caregiver") != bool(details.level):
        raise WorkerRefused("养老护理员证书须选等级，其他证书没有等级", field="level")
    if details.kind == "health" and not details.valid_until:
        raise WorkerRefused("健康证明须填写有效期", field="valid_until")


@transaction.atomic
def withdraw_qualification(*, qualification_id: int, reason: str, by: Actor, at: datetime) -> None:
    """A certificate was entered wrongly or taken away; it stays, marked. Raises NotAllowed, WorkerRefused."""
    row = Qualification.objects.filter(pk=qualification_id).first()
    worker = worker_for(row.worker_id if row else 0, by=by, permissions=(MANAGE, JUDGE))
    if row is None or row.withdrawn_at is not None:
        return
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    note("withdraw_qualification", worker, by=by, at=at, before={"kind": row.kind, "number": row.number},
         reason=need(reason))  # fmt: skip


@transaction.atomic
def note_integrity_event(
    *, worker_id: int, kind: str, happened_on: date, facts: str, source_document: str, by: Actor, at: datetime
) -> IntegrityEvent:
    """Enters an event of the integrity record; what counts against a worker names its ground.

    Raises NotAllowed, WorkerRefused.
    """
    worker = worker_for(worker_id, by=by, permissions=(JUDGE,))
    if happened_on > day_of(at):
        raise WorkerRefused("日期不能晚于今天", field="happened_on")
    if kind != IntegrityKind.PRAISE and not source_document.strip():
        raise WorkerRefused("不利的记录须写明依据的文书", field="source_document")
    event = IntegrityEvent.objects.create(
        worker=worker, kind=IntegrityKind(kind), happened_on=happened_on, facts=facts[:400],
        source_document=source_document[:200], by_name=by.name, at=at,
    )  # fmt: skip
    note("note_integrity_event", worker, by=by, at=at, after={"kind": kind, "from": happened_on}, reason=facts)
    return event


@transaction.atomic
def lift_integrity_event(*, event_id: int, reason: str, by: Actor, at: datetime) -> None:
    """An event no longer counts, from today on; it stays on record. Raises NotAllowed, WorkerRefused."""
    event = IntegrityEvent.objects.filter(pk=event_id).first()
    worker = worker_for(event.worker_id if event else 0, by=by, permissions=(JUDGE,))
    if event is None or event.lifted_on is not None:
        return
    event.lifted_on, event.lifting_reason = day_of(at), need(reason)[:200]
    event.save(update_fields=["lifted_on", "lifting_reason"])
    note("lift_integrity_event", worker, by=by, at=at, after={"kind": event.kind}, reason=reason)


@transaction.atomic
def award_star(*, worker_id: int, year: int, stars: int, reason: str, by: Actor, at: datetime) -> Star:
    """Gives a star grade for a year. Raises NotAllowed, WorkerRefused."""
    worker = worker_for(worker_id, by=by, permissions=(JUDGE,))
    if not 1 <= stars <= 5:
        raise WorkerRefused("星级为一至五星", field="stars")
    star = Star.objects.create(
        worker=worker, year=year, stars=stars, reason=need(reason)[:200], by_name=by.name, at=at
    )  # fmt: skip
    note("award_star", worker, by=by, at=at, after={"year": year, "stars": stars}, reason=reason)
    return star
