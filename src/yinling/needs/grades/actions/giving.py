"""A grade comes into being, replaces the one before, is stated to the register, and runs out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.engines.scales.scale import Scale
from yinling.gateways.policy.scales import load_scale, scale_ids
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.grades.models import Result, ResultEnding
from yinling.needs.grades.queries.scales import is_confirmed
from yinling.people.registry.actions import establish_fact
from yinling.people.registry.queries.dossiers import keeper_of, keepers_of

AT_ONCE_MAX = 1_000


@dataclass(frozen=True)
class Given:
    """A grade to keep: signed by two, or reported by an organisation. `valid_until` is the first day without it."""

    person_id: int
    scale: Scale
    grade: int
    assessed_on: date
    valid_until: date
    assessment_id: int | None = None
    signers: tuple[int | None, int | None] = (None, None)
    objection_until: date | None = None
    total: int | None = None
    initial_grade: int | None = None
    detail: str = ""
    organisation: str = ""
    report_document_id: int | None = None


@transaction.atomic
def give(given: Given, *, by: Actor, at: datetime) -> Result:
    """Keeps the grade for a capability that asked its own permission; what stood before ends on that day."""
    scale = given.scale
    result = Result.objects.create(
        assessment_id=given.assessment_id, person_id=given.person_id, scale=scale.id, scale_digest=scale.digest,
        total=given.total, initial_grade=given.initial_grade, grade=given.grade, detail=given.detail,
        is_unverified=given.assessment_id is not None and not scale.verified, assessed_on=given.assessed_on,
        valid_until=given.valid_until, objection_until=given.objection_until, organisation=given.organisation[:120],
        report_document_id=given.report_document_id, first_signer_id=given.signers[0],
        second_signer_id=given.signers[1], at=at, by_name=by.name,
    )  # fmt: skip
    earlier = Result.objects.filter(person_id=result.person_id, scale=result.scale, ending=None)
    for old in earlier.exclude(pk=result.pk).filter(assessed_on__lte=result.assessed_on):
        ResultEnding.objects.create(
            result=old, kind=ResultEnding.Kind.SUPERSEDED, on=min(result.assessed_on, old.valid_until),
            replaced_by=result, at=at,
        )  # fmt: skip
    state_grade(result, scale, by=by, at=at)
    return result


def state_grade(result: Result, scale: Scale, *, by: Actor, at: datetime) -> None:
    """Tells the register, unless officials have not yet confirmed the text by which it was computed."""
    if result.is_unverified and not is_confirmed(scale):
        return
    establish_fact(
        person_id=result.person_id, name=scale.fact, value=result.grade, valid_from=result.assessed_on,
        source=scale.source, by=by, at=at, reason=f"{scale.title}：{scale.grade_words(result.grade)}",
    )  # fmt: skip


def expire(*, by: Actor, at: datetime) -> int:
    """Grades whose time has run out: benefits do not find them any more from that day. How many."""
    known = Result.objects.filter(scale__in=scale_ids())  # of a scale that was taken away nobody knows the fact
    over = known.filter(valid_until__lte=day_of(at), ending=None).order_by("valid_until", "pk")
    done = 0
    while rows := list(over[:AT_ONCE_MAX]):
        for result in rows:
            _let_expire(result, load_scale(result.scale), by=by, at=at)
        done += len(rows)
    return done


@transaction.atomic
def _let_expire(result: Result, scale: Scale, *, by: Actor, at: datetime) -> None:
    ResultEnding.objects.create(result=result, kind=ResultEnding.Kind.EXPIRED, on=result.valid_until, at=at)
    if (result.is_unverified and not is_confirmed(scale)) or _still_held(result):
        return
    establish_fact(
        person_id=result.person_id, name=scale.fact, value=None, valid_from=result.valid_until,
        source=scale.source, by=by, at=at, reason=f"{scale.title}结果已过有效期",
    )  # fmt: skip


def _still_held(result: Result) -> bool:
    """Whether another result of the person, or of one merged with them, holds on that day."""
    people = keepers_of([keeper_of(result.person_id)])
    return Result.objects.standing(on=result.valid_until).filter(person_id__in=people, scale=result.scale).exists()
