"""Objections to a result: raised in time by the person's side, answered by a re-assessment by others, or dismissed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.requesting import open_one
from yinling.needs.assessment.actions.stepping import keep_step, locked
from yinling.needs.assessment.actions.telling import tell_applicant, tell_role
from yinling.needs.assessment.domain.refusals import (
    AlreadyOpen,
    NotPermitted,
    NotPossibleNow,
    ReasonNeeded,
    WindowClosed,
)
from yinling.needs.assessment.domain.states import ObjectionState, Reason, State
from yinling.needs.assessment.models import Assessment, Objection
from yinling.needs.grades.queries import result_of
from yinling.people.registry.queries import is_represented


@transaction.atomic
def object_to(*, assessment_id: int, text: str, by: Actor, at: datetime) -> Objection:
    """The person, an agent or a clerk for them objects to the result. Raises WindowClosed, AlreadyOpen."""
    row = locked(assessment_id)
    clerk = by.may("assessment.assign") and contains(by.area, row.area)
    if not (clerk or is_represented(row.person_id, actor=by, on=day_of(at))):
        raise NotPermitted
    result = result_of(row.pk)
    if result is None or hasattr(result, "ending"):
        raise NotPossibleNow
    if not text.strip():
        raise ReasonNeeded("请写明哪里不对。")
    if result.objection_until is None or day_of(at) >= result.objection_until:
        raise WindowClosed
    try:
        with transaction.atomic():
            objection = Objection.objects.create(
                result=result, text=text.strip(), raised_by_id=by.user_id, raised_by_name=by.name, raised_at=at
            )
    except IntegrityError:
        raise AlreadyOpen("这个结果已经有一件异议正在处理。") from None
    # The words stay sealed in the objection: the trail says only that there is one.
    keep_step(row, "object", row.state, by=by, at=at, details={"objection": objection.pk})
    tell_role(row, "bureau_reviewer", f"评估 {row.number} 的结果收到异议，请处理。", at=at)
    return objection


@transaction.atomic
def reassess(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """Answers the open objection with an assessment by two others. Raises NotPermitted, NotPossibleNow, AlreadyOpen."""
    row, objection = _disputed(assessment_id, reason, by=by)
    again = Assessment(
        person_id=row.person_id, person_name_masked=row.person_name_masked, area=row.area, reason=Reason.DISPUTE,
        cause=reason, follows=row,
    )  # fmt: skip
    open_one(again, scale=row.scale, by=by, at=at, state=State.ACCEPTED, verb="reassess")
    _settle(objection, ObjectionState.REASSESSING, reason, by=by, at=at)
    objection.reassessment = again
    objection.save()
    tell_applicant(row, f"您对评估 {row.number} 的异议已受理，将由另外两名评估员复评，编号 {again.number}。", at=at)
    return again


@transaction.atomic
def dismiss_objection(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Objection:
    """The result stands; the reason goes to the person."""
    row, objection = _disputed(assessment_id, reason, by=by)
    _settle(objection, ObjectionState.DISMISSED, reason, by=by, at=at)
    objection.save()
    record(
        by=by, at=at, verb="assessment.dismiss_objection", subject=f"assessment:{row.pk}", area=row.area,
        after={"objection": objection.pk}, reason=reason,
    )  # fmt: skip
    tell_applicant(row, f"您对评估 {row.number} 的异议不成立，原结果不变。理由：{reason}", at=at)
    return objection


def _disputed(assessment_id: int, reason: str, *, by: Actor) -> tuple[Assessment, Objection]:
    row = locked(assessment_id)
    if not (by.may("assessment.review") and contains(by.area, row.area)):
        raise NotPermitted
    if not reason.strip():
        raise ReasonNeeded
    objection = Objection.objects.filter(result__assessment_id=row.pk, state=ObjectionState.OPEN).first()
    if objection is None:
        raise NotPossibleNow
    return row, objection


def _settle(objection: Objection, state: str, reason: str, *, by: Actor, at: datetime) -> None:
    objection.state, objection.resolution = state, reason
    objection.resolved_by_id, objection.resolved_at = by.user_id, at
