"""Verbs of workers: register, change, teach skills, set hours, link a log-in, reveal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from yinling.engines.linkage.identity import identity_fault, normalise_identity, sex_of
from yinling.foundation.audit.actions import record_read
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_identity, mask_phone
from yinling.people.places.queries import exists
from yinling.people.providers.queries import sites_visible
from yinling.people.workforce.actions.scope import MANAGE, need, note, provider_for, worker_for
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused
from yinling.people.workforce.models import Skill, Worker, WorkingHours

IDENTITY = "worker.id_number"
REVEALED = ("id_number", "phone")


@dataclass(frozen=True)
class WorkerDetails:
    """A worker as a provider enters them; sex and birth date come from the identity number."""

    name: str
    id_number: str
    area: str
    employed_from: date
    occupation: str = "caregiver"
    phone: str = ""
    site_id: int | None = None
    is_full_time: bool = True
    languages: tuple[str, ...] = ()
    transport: str = "ebike"
    longitude: Decimal | None = None
    latitude: Decimal | None = None


@transaction.atomic
def register_worker(details: WorkerDetails, *, provider_id: int, by: Actor, at: datetime) -> Worker:
    """Takes a worker into a provider's register. Raises NotAllowed, WorkerRefused."""
    provider_for(provider_id, by=by)
    number = normalise_identity(details.id_number)
    if fault := identity_fault(number, on=day_of(at)):
        raise WorkerRefused(fault, field="id_number")
    index, born_on = blind_index(number, purpose=IDENTITY), date.fromisoformat(number[6:14])
    if Worker.objects.filter(provider_id=provider_id, id_index=index, employed_until=None).exists():
        raise WorkerRefused("本机构已登记这位人员，仍在职", field="id_number")
    worker = Worker(
        provider_id=provider_id, id_number=number, id_index=index, id_masked=mask_identity(number),
        gender=sex_of(number), born_on=born_on, registered_at=at,
    )  # fmt: skip
    _take(worker, details)
    worker.save()
    note("register_worker", worker, by=by, at=at, after=_public(worker))
    return worker


@transaction.atomic
def change_worker(details: WorkerDetails, *, worker_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Corrects what is known of a worker; the identity number stays. Raises NotAllowed, WorkerRefused."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    before = _public(worker)
    _take(worker, details)
    worker.save()
    note("change_worker", worker, by=by, at=at, before=before, after=_public(worker), reason=need(reason))


@transaction.atomic
def set_skills(*, worker_id: int, skills: Sequence[str], by: Actor, at: datetime) -> None:
    """What a worker can do, as a whole; nursing and rehabilitation rest on the certificate that allows them."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    before = sorted(worker.skills.values_list("code", flat=True))
    worker.skills.exclude(code__in=skills).delete()
    for code in sorted(set(skills)):
        ground = worker.qualifications.filter(kind__in=GROUNDS.get(code, ()), withdrawn_at=None).first()
        if code in GROUNDS and ground is None:
            raise WorkerRefused("医疗护理和康复护理须先登记相应的执业证书", field="skills")
        Skill.objects.update_or_create(worker=worker, code=code, defaults={"qualification": ground})
    note("set_skills", worker, by=by, at=at, before={"skills": before}, after={"skills": sorted(set(skills))})


GROUNDS = {"nursing": ("nurse", "doctor"), "rehabilitation": ("therapist", "doctor", "nurse")}


@transaction.atomic
def set_hours(
    *, worker_id: int, hours: Sequence[tuple[int, int, int]], valid_from: date, by: Actor, at: datetime
) -> None:
    """Agreed hours as (weekday, starts, ends) from a day on; what was agreed before ends on that day."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    worker.hours.filter(valid_from__gte=valid_from).delete()
    worker.hours.filter(Q(valid_until=None) | Q(valid_until__gt=valid_from)).update(valid_until=valid_from)
    WorkingHours.objects.bulk_create(
        WorkingHours(worker=worker, weekday=weekday, starts=starts, ends=ends, valid_from=valid_from)
        for weekday, starts, ends in hours
    )
    note("set_hours", worker, by=by, at=at, after={"from": valid_from, "hours": [list(row) for row in hours]})


@transaction.atomic
def link_log_in(*, worker_id: int, user_id: int | None, by: Actor, at: datetime) -> None:
    """Whose phone log-in a worker uses; None takes it away. Raises NotAllowed, WorkerRefused."""
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    if user_id and Worker.objects.filter(user_id=user_id, employed_until=None).exclude(pk=worker_id).exists():
        raise WorkerRefused("这个登录名已对应另一位在职人员", field="user_id")
    worker.user_id = user_id
    worker.save(update_fields=["user"])
    note("link_log_in", worker, by=by, at=at, after={"user": user_id})


@transaction.atomic
def reveal(*, worker_id: int, field: str, reason: str, by: Actor, at: datetime) -> str:
    """A masked value in the open; who, when and why are logged. Raises NotAllowed, WorkerRefused."""
    worker = Worker.objects.visible_to(by).filter(pk=worker_id).first()
    if worker is None or not by.may("workforce.reveal") or field not in REVEALED:
        raise NotAllowed(worker_id)
    record_read(
        by=by, at=at, subject=f"worker:{worker.pk}", fields=[field], area=worker.area, reason=need(reason)
    )  # fmt: skip
    return str(getattr(worker, field))


@dataclass(frozen=True)
class Known:
    """A worker in employment as kept, and the kinds of certificates that were registered."""

    worker_id: int
    details: WorkerDetails
    certificates: frozenset[str]


def known_workers(provider_id: int, *, numbers: Iterable[str]) -> dict[str, Known]:
    """Those of the identity numbers who are in a provider's employment; the caller has asked who may see."""
    by_index = {blind_index(number, purpose=IDENTITY): number for number in numbers if number}
    rows = Worker.objects.filter(provider_id=provider_id, id_index__in=list(by_index), employed_until=None)
    return {by_index[row.id_index]: _known(row) for row in rows.prefetch_related("qualifications")}


def _known(row: Worker) -> Known:
    details = WorkerDetails(
        row.name, row.id_number, row.area, row.employed_from, row.occupation, row.phone, row.site_id,
        row.is_full_time, tuple(row.languages), row.transport, row.longitude, row.latitude,
    )  # fmt: skip
    kinds = {one.kind for one in row.qualifications.all() if one.withdrawn_at is None}
    return Known(row.pk, details, frozenset(kinds))


def _take(worker: Worker, details: WorkerDetails) -> None:
    if not details.name.strip():
        raise WorkerRefused("缺少姓名", field="name")
    if not exists(details.area):
        raise WorkerRefused("找不到这个区划", field="area")
    mine = Actor(None, "", "", organisation_id=worker.provider_id)
    if details.site_id and not sites_visible(mine).filter(pk=details.site_id).exists():
        raise WorkerRefused("这个站点不属于本机构", field="site_id")
    worker.name, worker.area, worker.employed_from = details.name.strip(), details.area, details.employed_from
    worker.occupation, worker.is_full_time, worker.site_id = details.occupation, details.is_full_time, details.site_id
    worker.phone, worker.phone_masked = details.phone, mask_phone(details.phone)
    worker.languages, worker.transport = list(details.languages), details.transport
    worker.longitude, worker.latitude = details.longitude, details.latitude


def _public(worker: Worker) -> dict[str, object]:
    return {
        "name": worker.name,
        "occupation": worker.occupation,
        "area": worker.area,
        "site": worker.site_id,
        "phone": worker.phone_masked,
        "from": worker.employed_from,
    }
