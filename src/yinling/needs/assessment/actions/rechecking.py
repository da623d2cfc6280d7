"""A sample of results assessed again by others: drawn by a seed, so that anyone can draw it again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range, contains
from yinling.needs.assessment.actions.requesting import open_one
from yinling.needs.assessment.domain.drawing import draw, sample_size
from yinling.needs.assessment.domain.refusals import AlreadyOpen, NotPermitted, NotPossibleNow
from yinling.needs.assessment.domain.states import Reason, State
from yinling.needs.assessment.models import Assessment, RecheckDraw
from yinling.needs.grades.queries import assessments_of, results_made


@dataclass(frozen=True)
class Sample:
    """What to draw from: results by a scale in an area on days from `since` to before `until`; how many, which seed."""

    scale: str
    area: str
    since: date
    until: date
    percent: int
    seed: str


@transaction.atomic
def draw_recheck(*, sample: Sample, by: Actor, at: datetime) -> RecheckDraw:
    """Draws, and opens an assessment by others for each result drawn. Raises NotPermitted, NotPossibleNow."""
    if not (by.may("assessment.review") and contains(by.area, sample.area)):
        raise NotPermitted
    if not 1 <= sample.percent <= 100 or not sample.seed.strip() or sample.until <= sample.since:
        raise NotPossibleNow("请填写 1 到 100 的比例、种子和起止日期。")
    population = drawable(sample)
    drawn = draw(population, size=sample_size(len(population), sample.percent), seed=sample.seed)
    skipped = [result for result in drawn if not _open(result, by=by, at=at)]
    try:
        with transaction.atomic():
            row = RecheckDraw.objects.create(
                seed=sample.seed, scale=sample.scale, area=sample.area, since=sample.since, until=sample.until,
                percent=sample.percent, population=len(population), drawn=drawn, skipped=skipped, by_name=by.name,
                at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossibleNow("用这个种子已经抽过这一批。") from None
    record(
        by=by, at=at, verb="assessment.draw_recheck", subject=f"recheck:{row.pk}", area=sample.area,
        after={"seed": sample.seed, "population": len(population), "drawn": len(drawn)},
    )  # fmt: skip
    return row


def drawable(sample: Sample) -> list[int]:
    """Results made here and standing unreplaced, by number; those that were re-checks themselves are left out."""
    first, last = code_range(sample.area)
    ours = Assessment.objects.filter(area__gte=first, area__lt=last).exclude(reason=Reason.RECHECK)
    rows = results_made(sample.scale, since=sample.since, until=sample.until)
    return sorted(rows.filter(ending=None, assessment_id__in=ours.values("pk")).values_list("pk", flat=True))


def _open(result_id: int, *, by: Actor, at: datetime) -> bool:
    before = Assessment.objects.get(pk__in=assessments_of([result_id]))
    again = Assessment(
        person_id=before.person_id, person_name_masked=before.person_name_masked, area=before.area,
        reason=Reason.RECHECK, cause=f"抽查 {before.number}", follows=before,
    )  # fmt: skip
    try:
        open_one(again, scale=before.scale, by=by, at=at, state=State.ACCEPTED, verb="draw_recheck")
    except AlreadyOpen:
        return False
    return True
