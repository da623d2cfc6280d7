"""The desk takes an assessment on and sends two assessors; anyone concerned may end it with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.answering import reopen_sheet
from yinling.needs.assessment.actions.stepping import judge, locked, move
from yinling.needs.assessment.actions.telling import tell_applicant, tell_assessors
from yinling.needs.assessment.domain.assessors import Ties, unfit
from yinling.needs.assessment.domain.refusals import NotQualified, SamePerson
from yinling.needs.assessment.models import Assessment
from yinling.needs.assessment.queries.assessments import assessors_before
from yinling.needs.assessment.queries.assessors import credentials


@dataclass(frozen=True)
class Visit:
    """When and where the assessors come, and what was declared of them."""

    planned_on: date | None = None
    place: str = ""
    ties: Ties = Ties()


@transaction.atomic
def accept(*, assessment_id: int, by: Actor, at: datetime) -> Assessment:
    """Takes the request on."""
    row = _step(assessment_id, "accept", "", by=by, at=at)
    tell_applicant(row, f"评估申请 {row.number} 已受理，接下来会安排两名评估员上门。", at=at)
    return row


@transaction.atomic
def refuse(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """Does not take it on; the reason goes to the person."""
    row = _step(assessment_id, "refuse", reason, by=by, at=at)
    tell_applicant(row, f"评估申请 {row.number} 不予受理。理由：{reason}", at=at)
    return row


@transaction.atomic
def assign(
    *, assessment_id: int, assessors: tuple[int, int], by: Actor, at: datetime, visit: Visit | None = None
) -> Assessment:
    """Sends two assessors (user ids), or others instead of those sent before. Raises SamePerson, NotQualified."""
    row, visit = locked(assessment_id), visit or Visit()
    judge(row, "assign", by=by, at=at)
    first, second = assessors
    if first == second:
        raise SamePerson("须指派两名不同的评估员。")
    _check_fit(row, assessors, visit.ties, on=max(day_of(at), visit.planned_on or day_of(at)))
    row.first_assessor_id, row.second_assessor_id = first, second
    row.planned_on, row.place = visit.planned_on, visit.place
    declared = {"relatives": sorted(visit.ties.relatives), "providers": sorted(visit.ties.serving_providers)}
    move(row, "assign", by=by, at=at, details={"assessors": list(assessors), "planned_on": row.planned_on, **declared})
    when = f"，约定日期 {row.planned_on.isoformat()}" if row.planned_on else ""
    tell_assessors(row, f"新的评估任务 {row.number}：{row.person_name_masked}{when}。", at=at)
    tell_applicant(row, f"评估 {row.number} 已安排两名评估员{when}。", at=at)
    return row


def _check_fit(row: Assessment, assessors: tuple[int, int], ties: Ties, *, on: date) -> None:
    known, before = credentials(assessors), assessors_before(row)
    for user_id in assessors:
        if user_id not in known:
            raise NotQualified("指派的人没有登记评估员证书")
        if why := unfit(known[user_id], on=on, ties=ties, before=before):
            raise NotQualified(why)


@transaction.atomic
def take_back(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """One of the two does not agree with what the other signed: the answers are open again, without a name."""
    row = locked(assessment_id)
    judge(row, "take_back", by=by, at=at, words=reason)
    reopen_sheet(row, by=by, at=at)
    move(row, "take_back", by=by, at=at, words=reason)
    tell_assessors(row, f"评估 {row.number} 已退回修改：{reason}", at=at)
    return row


@transaction.atomic
def decline(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """The person does not want to be assessed."""
    return _ended(assessment_id, "decline", reason, by=by, at=at)


@transaction.atomic
def abort(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """It cannot go on: in hospital, too ill, not found."""
    return _ended(assessment_id, "abort", reason, by=by, at=at)


@transaction.atomic
def cancel(*, assessment_id: int, reason: str, by: Actor, at: datetime) -> Assessment:
    """Taken back by whoever asked for it, or by the desk."""
    return _ended(assessment_id, "cancel", reason, by=by, at=at)


def _ended(assessment_id: int, verb: str, reason: str, *, by: Actor, at: datetime) -> Assessment:
    row = _step(assessment_id, verb, reason, by=by, at=at)
    text = f"评估 {row.number}：{row.get_state_display()}。理由：{reason}"
    tell_applicant(row, text + "。以后需要时可以再申请。", at=at)
    tell_assessors(row, text, at=at)
    return row


def _step(assessment_id: int, verb: str, words: str, *, by: Actor, at: datetime) -> Assessment:
    row = locked(assessment_id)
    judge(row, verb, by=by, at=at, words=words)
    move(row, verb, by=by, at=at, words=words)
    return row
