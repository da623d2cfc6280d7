"""Questions about training: courses and who finished them, people trained once each, who stayed, honours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from yinling.gateways.policy.programmes import load_parameters
from yinling.gateways.policy.reading import load_pack, packs
from yinling.kernel.actor import Actor
from yinling.people.training.domain.retention import Retention, has_finished, retention
from yinling.people.training.models import (
    Audience,
    Contest,
    Course,
    InternOutcome,
    Internship,
    Placing,
    Trainee,
)
from yinling.people.workforce.queries import workers_visible

RETENTION = "retention_percent_min"


@dataclass(frozen=True)
class TraineeRow:
    """A trainee with hours attended, exams, and whether the course is finished."""

    trainee: Trainee
    provider: str
    hours: int
    scores: str
    is_finished: bool


@dataclass(frozen=True)
class Trained:
    """People trained in a year, each counted once however many courses they took."""

    audience: str
    words: str
    people: int
    attended: int


@dataclass(frozen=True)
class RetentionRule:
    """The share that must stay, with its clause and document; `is_in_use`: it binds here."""

    percent_min: int | None
    clause: str
    title: str
    is_in_use: bool


@dataclass(frozen=True)
class InternshipRow:
    """An internship with who stayed."""

    internship: Internship
    under_way: int
    retention: Retention


def courses_visible(actor: Actor) -> QuerySet[Course]:
    """Courses that the actor may see, with how many are in them."""
    return Course.objects.visible_to(actor).annotate(taken=Count("trainees"))


def contests_visible(actor: Actor) -> QuerySet[Contest]:
    """Contests that the actor may see."""
    return Contest.objects.visible_to(actor)


def internships_visible(actor: Actor) -> QuerySet[Internship]:
    """Internships that the actor may see."""
    return Internship.objects.visible_to(actor).select_related("provider")


def trainee_rows(course: Course, *, actor: Actor) -> list[TraineeRow]:
    """Who is in a course: all of them for the bureau, its own people for a provider."""
    rows = course.trainees.select_related("worker__provider").prefetch_related("exams")
    if actor.organisation_id is not None:
        rows = rows.filter(worker__in=workers_visible(actor))
    hours = dict(
        rows.order_by().values("pk").annotate(total=Sum("attendances__hours")).values_list("pk", "total")
    )  # fmt: skip
    return [_trainee(row, hours.get(row.pk) or 0, course.hours) for row in rows]


def _trainee(row: Trainee, hours: int, needed: int) -> TraineeRow:
    exams = list(row.exams.all())
    return TraineeRow(
        row,
        row.worker.provider.name if row.worker else "",
        hours,
        "、".join(str(exam.score) for exam in exams),
        has_finished(attended_hours=hours, course_hours=needed, exams=[exam.is_passed for exam in exams]),
    )


def trained(actor: Actor, *, year: int) -> list[Trained]:
    """People who attended a course of the year, by audience; three attendances of one person are one person."""
    courses = Course.objects.visible_to(actor)
    rows = Trainee.objects.filter(course__in=courses, attendances__attended_on__year=year)
    if actor.organisation_id is not None:
        rows = rows.filter(worker__in=workers_visible(actor))
    counts = {
        row["audience"]: row
        for row in rows.values("audience").annotate(
            people=Count("person_index", distinct=True), attended=Count("attendances")
        )
    }
    return [
        Trained(code, str(words), counts[code]["people"] if code in counts else 0,
                counts[code]["attended"] if code in counts else 0)
        for code, words in Audience.choices
    ]  # fmt: skip


def retention_rule(on: date) -> RetentionRule | None:
    """The share that must stay after an internship: of a document in use, else of another one to compare with."""
    used = list(dict.fromkeys((settings.PACK, *settings.ADOPTED_PACKS)))
    for names, is_in_use in ((used, True), (packs(), False)):
        for pack in names:
            parameter = load_parameters(pack).get(RETENTION)
            if parameter and (percent := parameter.on(on)) is not None:
                clause = max((value for value in parameter.values if value.from_ <= on), key=lambda v: v.from_).clause
                return RetentionRule(percent, clause, load_pack(pack).short_title, is_in_use)
    return None


def internship_rows(internships: Sequence[Internship], *, rule: RetentionRule | None) -> list[InternshipRow]:
    """Internships with who stayed, measured by a rule."""
    return [_internship(row, rule) for row in internships]


def _internship(row: Internship, rule: RetentionRule | None) -> InternshipRow:
    outcomes = [intern.outcome for intern in row.interns.all()]
    retained = outcomes.count(InternOutcome.RETAINED)
    ended = retained + outcomes.count(InternOutcome.NOT_RETAINED)
    measured = retention(ended=ended, retained=retained, percent_min=rule.percent_min if rule else None)
    return InternshipRow(row, outcomes.count(InternOutcome.UNDER_WAY), measured)


def courses_of(worker_id: int) -> list[Trainee]:
    """The courses that a worker took, latest first; the caller has asked who may see."""
    return list(Trainee.objects.filter(worker_id=worker_id).select_related("course").order_by("-course__starts_on"))


def placings_of(worker_id: int) -> list[Placing]:
    """A worker's places in contests, latest first; the caller has asked who may see."""
    return list(Placing.objects.filter(worker_id=worker_id).select_related("contest").order_by("-contest__held_on"))
