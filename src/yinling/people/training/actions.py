"""Verbs of training: courses, internships, contests."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.engines.linkage.identity import identity_fault, normalise_identity
from yinling.foundation.audit.actions import record
from yinling.gateways.sealing import blind_index
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.people.training.models import (
    Attendance,
    Contest,
    Course,
    Exam,
    Intern,
    InternOutcome,
    Internship,
    Placing,
    Trainee,
)
from yinling.people.workforce.actions import CertificateDetails, record_qualification
from yinling.people.workforce.queries import workers_visible

FAMILY = "family"
IDENTITY = "worker.id_number"  # the same index as of workers, so that a person is counted once
_AUDIENCE_OF = {"social_worker": "social_worker", "manager": "manager"}


class NotAllowed(Exception):
    """The actor's role, organisation or area does not cover this."""


class TrainingRefused(ValueError):
    """It cannot be done; the text says why, to a person."""


@dataclass(frozen=True)
class CourseDetails:
    """A course to open."""

    name: str
    audience: str
    area: str
    organiser: str
    starts_on: date
    ends_on: date
    hours: int
    places: int
    fund: str = ""
    base_id: int | None = None


@transaction.atomic
def open_course(details: CourseDetails, *, by: Actor, at: datetime) -> Course:
    """Offers a course. Raises NotAllowed, TrainingRefused."""
    _manage(by, details.area)
    if details.ends_on < details.starts_on:
        raise TrainingRefused("结束不能早于开始")
    course = Course.objects.create(**asdict(details))
    _record("open_course", f"course:{course.pk}", by, at, {"name": course.name, "from": course.starts_on}, course.area)
    return course


@transaction.atomic
def admit_workers(*, course_id: int, worker_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Puts workers into a course, by their provider or the bureau; how many were new. Raises TrainingRefused."""
    course = _course(course_id, by)
    if not (by.role == "machine" or by.may("workforce.manage") or by.may("training.manage")):
        raise NotAllowed("training.manage")
    workers = list(workers_visible(by).filter(pk__in=worker_ids))
    held = set(course.trainees.values_list("person_index", flat=True))
    new = {worker.id_index: worker for worker in workers if worker.id_index not in held}
    if len(held) + len(new) > course.places:
        raise TrainingRefused(f"名额 {course.places} 个，已报 {len(held)} 人，放不下")
    Trainee.objects.bulk_create(
        Trainee(
            course=course, worker=worker, name=worker.name, person_index=index, admitted_at=at,
            audience=_AUDIENCE_OF.get(worker.occupation, "caregiver"),
        )
        for index, worker in new.items()
    )  # fmt: skip
    _record("admit", f"course:{course.pk}", by, at, {"worker": sorted(worker.pk for worker in new.values())})
    return len(new)


@transaction.atomic
def admit_relative(*, course_id: int, name: str, id_number: str, by: Actor, at: datetime) -> Trainee:
    """Puts a family member into a course; the identity number is kept as an index only. Raises TrainingRefused."""
    course, number = _course(course_id, by), normalise_identity(id_number)
    _manage(by, course.area)
    if fault := identity_fault(number, on=day_of(at)):
        raise TrainingRefused(fault)
    index = blind_index(number, purpose=IDENTITY)
    if known := course.trainees.filter(person_index=index).first():
        return known
    if course.trainees.count() >= course.places:
        raise TrainingRefused("名额已满")
    _record("admit", f"course:{course.pk}", by, at, {"relatives": 1})
    return Trainee.objects.create(course=course, name=name, person_index=index, audience=FAMILY, admitted_at=at)


@transaction.atomic
def attend(*, course_id: int, attended_on: date, hours: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Hours of each trainee on a day; entering the day again replaces it. Raises NotAllowed, TrainingRefused."""
    course = _course(course_id, by)
    _manage(by, course.area)
    if not course.starts_on <= attended_on <= min(course.ends_on, day_of(at)):
        raise TrainingRefused("日期须在培训期间，且不能晚于今天")
    for trainee in course.trainees.filter(pk__in=list(hours)):
        Attendance.objects.update_or_create(
            trainee=trainee, attended_on=attended_on, defaults={"hours": hours[trainee.pk]}
        )  # fmt: skip
    _record("attend", f"course:{course.pk}", by, at, {"from": attended_on, "persons": len(hours)})


@transaction.atomic
def examine(*, course_id: int, held_on: date, results: Mapping[int, tuple[int, bool]], by: Actor, at: datetime) -> None:
    """Scores of trainees and whether they passed. Raises NotAllowed, TrainingRefused."""
    course = _course(course_id, by)
    _manage(by, course.area)
    if held_on > day_of(at) or any(not 0 <= score <= 100 for score, _passed in results.values()):
        raise TrainingRefused("成绩为 0 至 100，日期不能晚于今天")
    for trainee in course.trainees.filter(pk__in=list(results)):
        score, is_passed = results[trainee.pk]
        Exam.objects.create(trainee=trainee, held_on=held_on, score=score, is_passed=is_passed)
    _record("examine", f"course:{course.pk}", by, at, {"from": held_on, "persons": len(results)})


@transaction.atomic
def begin_internship(
    *, provider_id: int, school: str, period: tuple[date, date], names: Sequence[str], by: Actor, at: datetime
) -> Internship:
    """A batch of interns comes to a provider. Raises NotAllowed, TrainingRefused."""
    own = by.may("workforce.manage") and by.organisation_id == provider_id
    if by.role != "machine" and not own:
        raise NotAllowed(provider_id)
    if period[1] < period[0] or not names:
        raise TrainingRefused("期满不能早于开始；至少一名见习人员")
    batch = Internship.objects.create(provider_id=provider_id, school=school, starts_on=period[0], ends_on=period[1])
    Intern.objects.bulk_create(Intern(internship=batch, name=name[:60]) for name in names)
    _record("begin_internship", f"internship:{batch.pk}", by, at, {"persons": len(names), "from": period[0]})
    return batch


@transaction.atomic
def end_internship(*, internship_id: int, outcomes: Mapping[int, str], by: Actor, at: datetime) -> None:
    """How it ended for each intern; whoever is retained is registered as a worker. Raises NotAllowed, TrainingRefused.

    A retained intern must be among the provider's workers by name: a figure without a person is not believed.
    """
    batch = Internship.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=internship_id).first()
    if batch is None or not (by.role == "machine" or by.may("workforce.manage")):
        raise NotAllowed(internship_id)
    workers = {worker.name: worker for worker in workers_visible(by).filter(provider_id=batch.provider_id)}
    for intern in batch.interns.filter(pk__in=list(outcomes)):
        intern.outcome = InternOutcome(outcomes[intern.pk])
        intern.worker = workers.get(intern.name) if intern.outcome == InternOutcome.RETAINED else None
        if intern.outcome == InternOutcome.RETAINED and intern.worker is None:
            raise TrainingRefused(f"“{intern.name}”还没有登记为本机构人员，不能算留用")
        if intern.outcome in (InternOutcome.RETAINED, InternOutcome.NOT_RETAINED) and day_of(at) < batch.ends_on:
            raise TrainingRefused("见习还没有期满")
        intern.save()
    _record("end_internship", f"internship:{batch.pk}", by, at, {"persons": len(outcomes)})


@transaction.atomic
def hold_contest(*, name: str, area: str, held_on: date, organiser: str, by: Actor, at: datetime) -> Contest:
    """Registers a contest or a yearly honour. Raises NotAllowed."""
    _manage(by, area)
    contest = Contest.objects.create(name=name, area=area, held_on=held_on, organiser=organiser)
    _record("hold_contest", f"contest:{contest.pk}", by, at, {"name": name, "from": held_on}, area)
    return contest


@transaction.atomic
def place(*, contest_id: int, worker_id: int, title: str, level: str, by: Actor, at: datetime) -> Placing:
    """A worker's place or title; a promotion of level is entered among the certificates. Raises NotAllowed."""
    contest = Contest.objects.visible_to(by).filter(pk=contest_id).first()
    worker = workers_visible(by).filter(pk=worker_id).first()
    if contest is None or worker is None:
        raise NotAllowed(contest_id)
    _manage(by, contest.area)
    placing, is_new = Placing.objects.get_or_create(contest=contest, worker=worker, title=title,
                                                    defaults={"level": level})  # fmt: skip
    if level and is_new:
        details = CertificateDetails("caregiver", contest.held_on, level=level, issued_by=f"{contest.name}（竞赛晋升）")
        record_qualification(details, worker_id=worker.pk, by=by, at=at)
    _record("place", f"contest:{contest.pk}", by, at, {"worker": worker.pk, "level": level}, contest.area)
    return placing


def _course(course_id: int, by: Actor) -> Course:
    course = Course.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=course_id).first()
    if course is None:
        raise NotAllowed(course_id)
    return course


def _manage(by: Actor, area: str) -> None:
    if by.role != "machine" and not (by.may("training.manage") and contains(by.area, area)):
        raise NotAllowed("training.manage")


def _record(verb: str, subject: str, by: Actor, at: datetime, after: Mapping[str, Any], area: str = "") -> None:
    record(by=by, at=at, verb=f"training.{verb}", subject=subject, area=area, after=after)
