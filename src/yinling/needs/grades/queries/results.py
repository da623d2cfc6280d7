"""Results as rows for the floor above: of an assessment, of a time, those that end soon. Nobody writes through them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yinling.gateways.policy.scales import load_scales
from yinling.kernel.actor import Actor
from yinling.needs.grades.models import Result
from yinling.people.registry.queries.histories import fact_histories

AT_ONCE = 900


def results_visible(actor: Actor, *, on: date) -> QuerySet[Result]:
    """Results that the actor may see, with person and ending."""
    return Result.objects.visible_to(actor, on=on).select_related("person", "ending")


def result_of(assessment_id: int) -> Result | None:
    """The result of an assessment, for callers that asked their own permission."""
    return Result.objects.filter(assessment_id=assessment_id).select_related("person", "ending").first()


def results_made(scale: str, *, since: date, until: date) -> QuerySet[Result]:
    """Results that assessments of ours gave on days from `since` to before `until`."""
    return Result.objects.filter(
        scale=scale, assessed_on__gte=since, assessed_on__lt=until, assessment_id__isnull=False
    )  # fmt: skip


def assessments_of(result_ids: Iterable[int]) -> list[int]:
    """The assessments that gave these results."""
    found = Result.objects.filter(pk__in=list(result_ids)).values_list("assessment_id", flat=True)
    return [assessment for assessment in found if assessment is not None]


def grades_given(assessments: QuerySet[Any]) -> dict[int, int]:
    """Grades by assessment, of those assessments (a queryset of their numbers) that have a result."""
    found = Result.objects.filter(assessment_id__in=assessments).values_list("assessment_id", "grade")
    return {assessment: grade for assessment, grade in found if assessment is not None}


def due_results(*, on: date) -> QuerySet[Result]:
    """The last result of each person and scale, where it ends within the days ahead, soonest first."""
    ending = Q(pk__in=[])
    for scale in load_scales():
        ahead = scale.terms["due_ahead_days"].value
        ending |= Q(scale=scale.id, valid_until__lte=on + timedelta(days=ahead))
    same_day = Q(assessed_on=OuterRef("assessed_on"), pk__gt=OuterRef("pk"))
    later = Result.objects.filter(
        Q(assessed_on__gt=OuterRef("assessed_on")) | same_day, person=OuterRef("person"), scale=OuterRef("scale")
    )
    return Result.objects.filter(ending, ~Exists(later), person__merged_into=None).order_by("valid_until", "pk")


def living(rows: QuerySet[Result], *, on: date) -> Iterator[Result]:
    """Those of the results whose person lives, in order, asked for some hundreds at a time."""
    numbers = list(rows.values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        found = rows.in_bulk(numbers[start : start + AT_ONCE])
        histories = fact_histories(sorted({row.person_id for row in found.values()}))
        chunk = (found[number] for number in numbers[start : start + AT_ONCE] if number in found)
        yield from (row for row in chunk if histories[row.person_id].alive(on))
