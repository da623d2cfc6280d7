"""Verbs of home beds: each locks, asks the rules, and writes down who, when and why."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yinling.care.homebeds.domain import states
from yinling.care.homebeds.domain.refusals import AlreadyHasBed, DatesWrong, NotPermitted, SomethingMissing, WrongState
from yinling.care.homebeds.models import BedReview, BedStep, BedSubsidy, Equipment, HomeBed, SubsidyKind
from yinling.care.plans.queries import agreed_plan_id
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.grades.queries import LevelLine, levels_of
from yinling.people.registry.queries.persons import visible_person


@dataclass(frozen=True)
class Contract:
    """What was signed; the days are half-open."""

    contract_number: str
    contract_signed_by: str
    contract_from: date
    contract_until: date
    month_fee_fen: int


@dataclass(frozen=True)
class Thing:
    """One piece of equipment."""

    name: str
    installed_on: date
    serial: str = ""
    is_alarm: bool = False


@transaction.atomic
def apply(*, person_id: int, provider_id: int, by: Actor, at: datetime) -> HomeBed:
    """A person is to have a bed at home. Raises NotPermitted, AlreadyHasBed, NotVisible."""
    if not by.may("homebeds.manage") or by.organisation_id not in (None, provider_id):
        raise NotPermitted
    person = visible_person(person_id, actor=by, on=day_of(at))
    try:
        with transaction.atomic():
            bed = HomeBed.objects.create(person=person, provider_id=provider_id, area=person.area, applied_at=at)
    except IntegrityError as twice:
        raise AlreadyHasBed from twice
    _keep(bed, "apply", by=by, at=at)
    return bed


def _grade(bed: HomeBed, on: date) -> LevelLine | None:
    return next(iter(levels_of(bed.person_id, on=on)), None)


def _locked(bed_id: int, verb: str, *, by: Actor, at: datetime) -> HomeBed:
    """The bed, held, where the verb may be taken. Raises NotPermitted, WrongState, SomethingMissing."""
    if not by.may("homebeds.manage") or not HomeBed.objects.visible_to(by).filter(pk=bed_id).exists():
        raise NotPermitted
    bed = HomeBed.objects.select_for_update().get(pk=bed_id)
    if verb not in states.verbs_from(bed.state):
        raise WrongState
    here = bed.equipment.filter(removed_on=None)
    facts = states.Facts(
        has_grade=_grade(bed, day_of(at)) is not None, equipment=here.count(),
        alarms=here.filter(is_alarm=True).count(),
        has_plan=agreed_plan_id(bed.person_id, provider_id=bed.provider_id) is not None,
    )  # fmt: skip
    if lacking := list(states.missing(verb, facts)):
        raise SomethingMissing("；".join(lacking) + "。")
    return bed


def _move(bed: HomeBed, verb: str, *, by: Actor, at: datetime, reason: str = "") -> HomeBed:
    bed.state = states.after(verb, bed.state)
    bed.save()
    _keep(bed, verb, by=by, at=at, reason=reason)
    return bed


def _keep(bed: HomeBed, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    BedStep.objects.create(bed=bed, verb=verb, reason=reason[:300], by_name=by.name, by_user_id=by.user_id, at=at)
    record(
        by=by, at=at, verb=f"homebeds.{verb}", subject=f"homebed:{bed.pk}", area=bed.area,
        after={"state": bed.state}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def assess(*, bed_id: int, by: Actor, at: datetime, reason: str = "") -> HomeBed:
    """Ties the bed to the grade that holds. Raises NotPermitted, WrongState, SomethingMissing."""
    bed = _locked(bed_id, "assess", by=by, at=at)
    level = _grade(bed, day_of(at))
    bed.result_id, bed.grade_words = (level.result_id, level.words) if level else (None, "")
    return _move(bed, "assess", by=by, at=at, reason=reason)


@transaction.atomic
def equip(thing: Thing, *, bed_id: int, by: Actor, at: datetime) -> Equipment:
    """Something was put up at the home. Raises NotPermitted, WrongState."""
    bed = _locked(bed_id, "equip", by=by, at=at)
    row = Equipment.objects.create(bed=bed, **asdict(thing))
    _move(bed, "equip", by=by, at=at, reason=thing.name)
    return row


@transaction.atomic
def finish_equipment(*, bed_id: int, by: Actor, at: datetime, reason: str = "") -> HomeBed:
    """The home is ready. Raises NotPermitted, WrongState, SomethingMissing."""
    return _move(_locked(bed_id, "finish_equipment", by=by, at=at), "finish_equipment", by=by, at=at, reason=reason)


@transaction.atomic
def contract(terms: Contract, *, bed_id: int, by: Actor, at: datetime) -> HomeBed:
    """The contract was signed. Raises NotPermitted, WrongState, DatesWrong."""
    bed = _locked(bed_id, "contract", by=by, at=at)
    if terms.contract_until <= terms.contract_from:
        raise DatesWrong
    for name, value in asdict(terms).items():
        setattr(bed, name, value)
    return _move(bed, "contract", by=by, at=at, reason=terms.contract_number)


@transaction.atomic
def open_bed(*, bed_id: int, on: date, review_due_on: date, by: Actor, at: datetime) -> HomeBed:
    """Care begins, by the agreed plan. Raises NotPermitted, WrongState, SomethingMissing, DatesWrong."""
    bed = _locked(bed_id, "open", by=by, at=at)
    if review_due_on <= on:
        raise DatesWrong("复核日应当晚于开床日。")
    bed.plan_id = agreed_plan_id(bed.person_id, provider_id=bed.provider_id)
    bed.opened_on, bed.review_due_on = on, review_due_on
    return _move(bed, "open", by=by, at=at)


@transaction.atomic
def review(*, bed_id: int, on: date, finding: str, next_due_on: date, by: Actor, at: datetime) -> BedReview:
    """Somebody looked. Raises NotPermitted, WrongState, DatesWrong."""
    bed = _locked(bed_id, "review", by=by, at=at)
    if next_due_on <= on:
        raise DatesWrong("下次复核应当晚于这一次。")
    row = BedReview.objects.create(bed=bed, on=on, finding=finding, next_due_on=next_due_on, by_name=by.name, at=at)
    bed.review_due_on = next_due_on
    _move(bed, "review", by=by, at=at, reason=finding)
    return row


@transaction.atomic
def subsidise(
    *, bed_id: int, kind: str, fen: int, source: str, by: Actor, at: datetime, month: date | None = None
) -> BedSubsidy:
    """Writes down a subsidy that the authority set. Raises NotPermitted, WrongState (also for the same one twice)."""
    bed = _locked(bed_id, "subsidise", by=by, at=at)
    if by.organisation_id is not None:
        raise NotPermitted
    of_month = None if kind == SubsidyKind.BUILDING else (month or day_of(at)).replace(day=1)
    try:
        with transaction.atomic():
            row = BedSubsidy.objects.create(
                bed=bed, kind=SubsidyKind(kind), month=of_month, fen=fen, source=source, by_name=by.name, at=at
            )
    except IntegrityError as twice:
        raise WrongState("这项补贴已经登记过。") from twice
    _move(bed, "subsidise", by=by, at=at, reason=f"{row.get_kind_display()} {source}")
    return row


@transaction.atomic
def close(*, bed_id: int, on: date, reason: str, by: Actor, at: datetime) -> HomeBed:
    """The bed is given up; its equipment is taken away. Raises NotPermitted, WrongState, DatesWrong."""
    bed = _locked(bed_id, "close", by=by, at=at)
    if bed.opened_on is not None and on < bed.opened_on:
        raise DatesWrong
    bed.closed_on = on
    bed.equipment.filter(removed_on=None).update(removed_on=on)
    return _move(bed, "close", by=by, at=at, reason=reason)
