"""What time and events bring: re-assessments ahead of the end, grades that run out, changes of state."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from yinling.foundation.outbox.actions import announce
from yinling.gateways.policy.scales import load_scale, scale_ids
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.requesting import open_one, request
from yinling.needs.assessment.actions.telling import tell_applicant, tell_role
from yinling.needs.assessment.domain.refusals import AlreadyOpen
from yinling.needs.assessment.domain.states import CHANGE_WORDS, Change, Reason
from yinling.needs.assessment.events import AssessmentDue
from yinling.needs.assessment.models import Assessment
from yinling.needs.assessment.queries.lists import UNDER_WAY
from yinling.needs.grades.actions import expire
from yinling.needs.grades.queries import due_results, levels_of, living

# Asked once for each grade: whoever declined is not asked again every day.
ASKED = Exists(
    Assessment.objects.filter(
        person=OuterRef("person"), scale=OuterRef("scale"), reason=Reason.ROUTINE, requested_by_role="machine",
        requested_at__gte=OuterRef("at"),
    )
)  # fmt: skip


def advance(*, by: Actor, at: datetime) -> tuple[int, int]:
    """Opens what falls due and lets grades run out; how many of each. May be run again at any time."""
    return open_due(by=by, at=at), expire(by=by, at=at)


def open_due(*, by: Actor, at: datetime) -> int:
    """One new assessment for each grade that ends within the days ahead; the dead and those under way are left out."""
    computed = [name for name in scale_ids() if load_scale(name).is_computed]
    rows = due_results(on=day_of(at)).filter(scale__in=computed).exclude(UNDER_WAY).exclude(ASKED)
    return sum(_open_routine(row, by=by, at=at) for row in living(rows.select_related("person"), on=day_of(at)))


@transaction.atomic
def _open_routine(result: Any, *, by: Actor, at: datetime) -> bool:
    person = result.person
    row = Assessment(
        person_id=person.pk, person_name_masked=str(person), area=person.area, reason=Reason.ROUTINE,
        cause=f"等级有效期至 {result.valid_until.isoformat()}（不含当日）", follows_id=result.assessment_id,
    )  # fmt: skip
    try:
        open_one(row, scale=result.scale, by=by, at=at)
    except AlreadyOpen:  # somebody asked for one in the meantime
        return False
    announce(AssessmentDue(row.pk, row.person_id, row.scale, row.reason), by=by, at=at)
    tell_applicant(row, f"您的评估等级快到期了，已为您登记重新评估，编号 {row.number}。", at=at)
    tell_role(row, "town_clerk", f"到期评估 {row.number} 等待受理。", at=at)
    return True


@transaction.atomic
def note_change(*, person_id: int, change: str, by: Actor, at: datetime, cause: str = "") -> list[Assessment]:
    """Something happened that may change the grade: a new assessment by each scale of which a computed grade stands.

    Those under way already are left as they are. Raises NotVisible, NotPermitted.
    """
    words = "：".join(part for part in (CHANGE_WORDS[Change(change)], cause) if part)
    opened = []
    for level in levels_of(person_id, on=day_of(at)):
        if not load_scale(level.scale).is_computed:
            continue
        try:
            row = request(person_id=person_id, reason=Reason.CHANGE, scale=level.scale, cause=words, by=by, at=at)
        except AlreadyOpen:
            continue
        announce(AssessmentDue(row.pk, row.person_id, row.scale, row.reason), by=by, at=at)
        opened.append(row)
    return opened
