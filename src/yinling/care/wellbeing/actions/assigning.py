"""Who visits whom: villages in one go, or one person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yinling.care.wellbeing.actions.listing import find_visitors
from yinling.care.wellbeing.actions.permits import permit
from yinling.care.wellbeing.domain.states import NotThere, StepRefused
from yinling.care.wellbeing.models import Assignment, Target
from yinling.foundation.access.queries import holders
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range, contains
from yinling.kernel.dates import day_of

ROLE = "visitor"


@transaction.atomic
def assign_villages(areas: Sequence[str], *, visitor_id: int, by: Actor, at: datetime) -> int:
    """Gives villages (or towns) to a visitor from today; how many people that is. Raises StepRefused."""
    permit(by, "wellbeing.manage")
    for area in areas:
        if not contains(by.area, area):
            raise NotThere()
        _check(visitor_id, area, at)
        _replace(Assignment.objects.filter(area=area, person=None), area=area, visitor_id=visitor_id, by=by, at=at)
    count = sum(_follow(area) for area in areas)
    record(
        by=by, at=at, verb="wellbeing.assign", subject=f"user:{visitor_id}", area=by.area,
        after={"areas": list(areas), "persons": count},
    )  # fmt: skip
    return count


@transaction.atomic
def assign_person(target_id: int, *, visitor_id: int, by: Actor, at: datetime) -> None:
    """Gives one person to a visitor, whoever visits the village. Raises StepRefused."""
    permit(by, "wellbeing.manage")
    target = Target.objects.visible_to(by).open().select_for_update(of=("self",)).filter(pk=target_id).first()
    if target is None:
        raise NotThere()
    _check(visitor_id, target.area, at)
    own = Assignment.objects.filter(person=target.person_id)
    _replace(own, area=target.area, person_id=target.person_id, visitor_id=visitor_id, by=by, at=at)
    before, target.visitor_id = target.visitor_id, visitor_id
    target.save(update_fields=["visitor"])
    record(
        by=by, at=at, verb="wellbeing.assign", subject=f"person:{target.person_id}", area=target.area,
        before={"user": before}, after={"user": visitor_id},
    )  # fmt: skip


def _check(visitor_id: int, area: str, at: datetime) -> None:
    if visitor_id not in holders(ROLE, area=area, on=day_of(at)):
        raise StepRefused("这个人没有这里的探访员岗位", "visitor_id")


def _replace(earlier: object, *, by: Actor, at: datetime, **given: object) -> None:
    earlier.filter(until_on=None).update(until_on=day_of(at))  # type: ignore[attr-defined]
    Assignment.objects.create(from_on=day_of(at), by_name=by.name, **given)


def _follow(area: str) -> int:
    """Everybody on the list in an area gets the visitor who is now theirs."""
    first, last = code_range(area)
    targets = list(Target.objects.open().filter(area__gte=first, area__lt=last))
    find_visitors(targets)
    Target.objects.bulk_update(targets, ["visitor"], batch_size=200)
    return len(targets)
