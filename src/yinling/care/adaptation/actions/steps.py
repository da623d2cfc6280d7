"""One step of a job: lock, ask the rules, write down who, when and why."""

from datetime import datetime
from typing import Any

from yinling.care.adaptation.domain.refusals import WrongState
from yinling.care.adaptation.domain.states import Standing, after
from yinling.care.adaptation.models import Job, JobStep
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import is_represented


def locked(job_id: int) -> Job:
    """The job, held until the transaction ends. Raises WrongState if there is none."""
    try:
        return Job.objects.select_for_update().get(pk=job_id)
    except Job.DoesNotExist:
        raise WrongState("没有这项改造任务。") from None


def signed(by: Actor, at: datetime) -> dict[str, Any]:
    """The columns that say who recorded a row."""
    return {"by_user_id": by.user_id, "by_name": by.name, "by_role": by.role, "at": at}


def standing_of(job: Job, actor: Actor, *, at: datetime) -> Standing:
    """The job as the rules see it when `actor` acts."""
    on = day_of(at)
    speaks = actor.person_id == job.person_id or (
        actor.may("elder.represent") and is_represented(job.person_id, actor=actor, on=on)
    )
    return Standing(job.state, job.area, job.firm_id, is_applicant=speaks)


def take(job: Job, verb: str, *, by: Actor, at: datetime, reason: str = "") -> Job:
    """Moves the locked job and keeps the step. Raises NotPermitted, WrongState, ReasonNeeded."""
    before = job.state
    job.state = after(verb, standing_of(job, by, at=at), by, reason)
    if job.state != before:
        job.since = at
    job.save()
    JobStep.objects.create(job=job, verb=verb, from_state=before, to_state=job.state, reason=reason, **signed(by, at))
    record(
        by=by, at=at, verb=f"adaptation.{verb}", subject=f"job:{job.pk}", area=job.area,
        before={"state": before}, after={"state": job.state, "firm": job.firm_id}, reason=reason,
    )  # fmt: skip
    return job
