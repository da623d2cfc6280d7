"""The grades that hold for a person on a day."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from yinling.engines.scales.scale import Scale
from yinling.gateways.policy.mappings import load_mappings
from yinling.gateways.policy.scales import UnknownScale, load_scale
from yinling.kernel.actor import Actor
from yinling.needs.grades.models import Result
from yinling.needs.grades.queries.scales import is_confirmed
from yinling.people.registry.queries.dossiers import keepers_of


@dataclass(frozen=True)
class LevelLine:
    """One grade. `valid_until` is the first day without it; `is_unverified`: it may not decide money yet."""

    result_id: int
    assessment_id: int | None
    scale: str
    scale_title: str
    fact: str
    grade: int
    grade_words: str
    total: int | None
    assessed_on: date
    valid_until: date
    organisation: str
    is_external: bool
    is_unverified: bool
    local_words: tuple[str, ...]

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.valid_until - timedelta(days=1)

    @property
    def words(self) -> str:
        """`中度失能（待核对）`."""
        return f"{self.grade_words}（待核对）" if self.is_unverified else self.grade_words


def levels_of(person_id: int, *, on: date) -> list[LevelLine]:
    """The grade of each scale that holds on the day, latest assessed; for capabilities that asked their permission."""
    people = keepers_of([person_id]) or [person_id]
    return _latest(Result.objects.standing(on=on).filter(person_id__in=people))


def level_lines(person_id: int, *, actor: Actor, on: date) -> list[LevelLine]:
    """Those that the actor may see."""
    people = keepers_of([person_id]) or [person_id]
    return _latest(Result.objects.visible_to(actor, on=on).standing(on=on).filter(person_id__in=people))


def _latest(rows: Any) -> list[LevelLine]:
    newest = {row.scale: row for row in rows.order_by("assessed_on", "id")}
    return [level_of(newest[name]) for name in sorted(newest)]


def level_of(row: Result) -> LevelLine:
    """A result as a line."""
    scale = _scale(row.scale)
    return LevelLine(
        result_id=row.pk,
        assessment_id=row.assessment_id,
        scale=row.scale,
        scale_title=scale.title if scale else row.scale,
        fact=scale.fact if scale else "",
        grade=row.grade,
        grade_words=scale.grade_words(row.grade) if scale else str(row.grade),
        total=row.total,
        assessed_on=row.assessed_on,
        valid_until=row.valid_until,
        organisation=row.organisation,
        is_external=row.assessment_id is None,
        is_unverified=row.is_unverified and not (scale and scale.digest == row.scale_digest and is_confirmed(scale)),
        local_words=words_for(row.scale, row.grade),
    )


def _scale(name: str) -> Scale | None:
    try:
        return load_scale(name)
    except UnknownScale:  # a scale that was taken out of the files; its results stay readable
        return None


def words_for(scale: str, grade: int) -> tuple[str, ...]:
    """What the deployed district calls this grade: 半失能, 部分失能 … (X-56); empty without a mapping."""
    return tuple(each.word for each in load_mappings(settings.PACK) if each.holds(scale, grade))


def detail_of(row: Result) -> dict[str, Any]:
    """Sections, adjustments and reasons; empty for results from outside. The caller logs the read."""
    found: dict[str, Any] = json.loads(row.detail) if row.detail else {}
    return found
