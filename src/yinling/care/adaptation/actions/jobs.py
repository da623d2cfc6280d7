"""A job opens, gets its firm, may be contracted, or is cancelled."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.care.adaptation.actions.notices import tell_firm
from yinling.care.adaptation.actions.steps import locked, signed, take
from yinling.care.adaptation.domain import states
from yinling.care.adaptation.domain.refusals import FirmNotServing, ReasonNeeded
from yinling.care.adaptation.models import Job, JobStep
from yinling.kernel.actor import Actor
from yinling.needs.casework.queries import case_line
from yinling.people.providers.queries import firms_serving


@transaction.atomic
def open_job(*, case_id: int, by: Actor, at: datetime) -> Job:
    """The job of an accepted case; the one there is, if it was opened before."""
    line = case_line(case_id)
    job, is_new = Job.objects.get_or_create(
        case_id=case_id,
        defaults={
            "person_id": line.person_id,
            "household_id": line.household_id,
            "area": line.area,
            "since": at,
        },
    )
    if is_new:
        JobStep.objects.create(job=job, verb="open", to_state=job.state, **signed(by, at))
    return job


@transaction.atomic
def assign_firm(*, job_id: int, firm_id: int, reason: str = "", by: Actor, at: datetime) -> Job:
    """Gives the job to a firm that serves the place; a second firm needs a reason."""
    job = locked(job_id)
    if firm_id not in {firm.id for firm in firms_serving(job.area)}:
        raise FirmNotServing()
    if job.firm_id and job.firm_id != firm_id and not reason.strip():
        raise ReasonNeeded("改派企业，请写明理由。")
    job.firm_id = firm_id
    take(job, "assign", by=by, at=at, reason=reason)
    tell_firm(job, _("新的改造任务：请上门评估。"), at=at)
    return job


@transaction.atomic
def clear(*, case_id: int, by: Actor, at: datetime) -> None:
    """The subsidy is in force: the contract may be signed. A job that has gone on stays as it is."""
    job = _of_case(case_id)
    if job and job.state == states.WAITING_DECISION:
        take(job, "clear", by=by, at=at)
        tell_firm(job, _("补贴已生效，可以与老人签订合同。"), at=at)


@transaction.atomic
def cancel(*, case_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The case ended without works; a job that is accepted or cancelled stays as it is."""
    job = _of_case(case_id)
    if job and job.state in states.OPEN:
        take(job, "cancel", by=by, at=at, reason=reason)
        if job.firm_id:
            tell_firm(job, _("改造任务已取消：%(reason)s") % {"reason": reason}, at=at)


@transaction.atomic
def reopen(*, case_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The decision no longer stands: a job that it cancelled or cleared waits again."""
    job = _of_case(case_id)
    if job and job.state in {states.CANCELLED, states.CLEARED}:
        agreed = job.quotes.filter(answer="agreed").exists()
        if agreed:
            take(job, "reopen", by=by, at=at, reason=reason)


def _of_case(case_id: int) -> Job | None:
    return Job.objects.select_for_update().filter(case_id=case_id).first()
