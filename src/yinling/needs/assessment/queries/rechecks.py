"""Samples drawn for re-checking, with what became of them, and how often re-checks agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.kernel.dates import SHANGHAI
from yinling.needs.assessment.domain.states import Reason, State
from yinling.needs.assessment.models import Assessment, RecheckDraw
from yinling.needs.assessment.queries.assessments import AssessmentLine, line_of
from yinling.needs.grades.queries import assessments_of, grades_given

LISTED_MAX = 20


@dataclass(frozen=True)
class DrawLine:
    """One draw. `again`: the assessments that it led to; `compared`: how many have a result, `agreeing`: the same."""

    seed: str
    scale: str
    since: date
    until: date
    percent: int
    population: int
    drawn: int
    skipped: int
    by_name: str
    at: datetime
    again: list[AssessmentLine]
    compared: int
    agreeing: int


def draw_lines(actor: Actor) -> list[DrawLine]:
    """The latest draws in the actor's area."""
    if not actor.may("assessment.view"):
        return []
    rows = RecheckDraw.objects.filter(within(actor)).order_by("-id")[:LISTED_MAX]
    return [_line(row, _again(row.drawn, row.at)) for row in rows]


def _again(results: Iterable[int], at: datetime) -> list[Assessment]:
    found = Assessment.objects.filter(
        reason=Reason.RECHECK, follows__in=assessments_of(results), requested_at=at
    ).select_related("follows")
    return list(found.order_by("pk"))


def _line(row: RecheckDraw, again: list[Assessment]) -> DrawLine:
    compared = _compared(Assessment.objects.filter(pk__in=[each.pk for each in again]))
    return DrawLine(
        row.seed, row.scale, row.since, row.until, row.percent, row.population, len(row.drawn), len(row.skipped),
        row.by_name, row.at, [line_of(each) for each in again], compared.rechecked, compared.agreeing,
    )  # fmt: skip


@dataclass(frozen=True)
class Agreement:
    """Re-checks finished, and those of them that came to the same grade."""

    rechecked: int
    agreeing: int


def recheck_agreement(area: str, *, since: date, until: date) -> Agreement:
    """Sampled re-checks in an area, finished on days from `since` to before `until`."""
    first, last = code_range(area)
    begins, ends = (datetime.combine(day, time(), tzinfo=SHANGHAI) for day in (since, until))
    return _compared(
        Assessment.objects.filter(
            reason=Reason.RECHECK,
            area__gte=first,
            area__lt=last,
            state=State.COMPLETED,
            state_since__gte=begins,
            state_since__lt=ends,
        )  # fmt: skip
    )


def _compared(again: QuerySet[Assessment]) -> Agreement:
    now, before = grades_given(again.values("pk")), grades_given(again.values("follows"))
    pairs = [(now[each], before[earlier]) for each, earlier in again.values_list("pk", "follows_id") if each in now]
    return Agreement(len(pairs), sum(grade == earlier for grade, earlier in pairs))
