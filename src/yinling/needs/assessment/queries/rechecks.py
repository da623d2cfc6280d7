"""Samples drawn for re-checking, with what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.states import Reason
from yinling.needs.assessment.models import Assessment, RecheckDraw, Result
from yinling.needs.assessment.queries.assessments import AssessmentLine, line_of

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
        reason=Reason.RECHECK, follows__result__in=list(results), requested_at=at
    ).select_related("follows")
    return list(found.order_by("pk"))


def _line(row: RecheckDraw, again: list[Assessment]) -> DrawLine:
    pairs = Result.objects.filter(assessment__in=again).values_list("grade", "assessment__follows__result__grade")
    return DrawLine(
        row.seed, row.scale, row.since, row.until, row.percent, row.population, len(row.drawn), len(row.skipped),
        row.by_name, row.at, [line_of(each) for each in again], len(pairs), sum(now == before for now, before in pairs),
    )  # fmt: skip
