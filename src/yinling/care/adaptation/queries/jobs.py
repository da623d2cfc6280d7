"""Jobs in lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from yinling.care.adaptation.domain import states
from yinling.care.adaptation.models import Job, JobState
from yinling.kernel.actor import Actor
from yinling.people.places.queries import full_names

PAGE_ROWS = 30
TONES = {states.ACCEPTED: "good", states.CANCELLED: "off", states.WORKING: "info", states.WAITING_DECISION: "off"}


@dataclass(frozen=True)
class JobRow:
    """One job in a list."""

    id: int
    case_id: int
    case_number: str
    case_state_words: str
    person_id: int
    person_name_masked: str
    area: str
    area_name: str
    firm_id: int | None
    firm_name: str
    state: str
    state_words: str
    tone: str
    since: datetime
    accepted_on: date | None


def visible_job(job_id: int, *, actor: Actor, on: date) -> Job | None:
    """The job with its case and firm, if the actor may see it."""
    return Job.objects.visible_to(actor, on=on).select_related("case", "firm").filter(pk=job_id).first()


def job_of_case(case_id: int, *, actor: Actor, on: date) -> Job | None:
    """The job of a case, if there is one that the actor may see."""
    return Job.objects.visible_to(actor, on=on).select_related("case", "firm").filter(case_id=case_id).first()


def state_counts(actor: Actor, *, on: date) -> list[tuple[str, str, int]]:
    """States that the actor's jobs are in, as (state, words, count), in the order of a job's life."""
    counts = dict(Job.objects.visible_to(actor, on=on).values_list("state").annotate(Count("pk")).order_by())
    return [(state.value, str(state.label), counts[state]) for state in JobState if counts.get(state)]


def job_rows(actor: Actor, *, on: date, wanted: Sequence[str] = (), after_id: int = 0) -> list[JobRow]:
    """One page of jobs, oldest first; `wanted` states, all open ones if none is named."""
    found = Job.objects.visible_to(actor, on=on).filter(state__in=wanted or sorted(states.OPEN), pk__gt=after_id)
    return rows_of(found.select_related("case", "firm").order_by("id")[:PAGE_ROWS])


def rows_of(jobs: Iterable[Job]) -> list[JobRow]:
    """Jobs as rows, place names in one question."""
    found = list(jobs)
    places = full_names([job.area for job in found])
    return [_row(job, places[job.area]) for job in found]


def _row(job: Job, area_name: str) -> JobRow:
    return JobRow(
        id=job.pk,
        case_id=job.case_id,
        case_number=job.case.number or "",
        case_state_words=job.case.get_state_display(),
        person_id=job.person_id,
        person_name_masked=job.case.person_name_masked,
        area=job.area,
        area_name=area_name,
        firm_id=job.firm_id,
        firm_name=job.firm.name if job.firm else "",
        state=job.state,
        state_words=job.get_state_display(),
        tone=TONES.get(job.state, "wait"),
        since=job.since,
        accepted_on=job.accepted_on,
    )
