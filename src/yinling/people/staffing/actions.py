"""The verb of staffing: enter a population."""

from datetime import date, datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.people.staffing.models import AreaPopulation


class NotAllowed(Exception):
    """The actor's role or area does not cover this."""


class PopulationRefused(ValueError):
    """The figure cannot be taken; the text says why, to a person."""


@transaction.atomic
def enter_population(
    *, area: str, counted_on: date, people: int, source: str, by: Actor, at: datetime
) -> AreaPopulation:  # fmt: skip
    """Puts down how many people are registered in an area. Raises NotAllowed, PopulationRefused."""
    if by.role != "machine" and not (by.may("workforce.judge") and contains(by.area, area)):
        raise NotAllowed(area)
    if people < 1:
        raise PopulationRefused("人数须大于零")
    if counted_on > day_of(at):
        raise PopulationRefused("日期不能晚于今天")
    row = AreaPopulation.objects.create(
        area=area, counted_on=counted_on, people=people, source=source[:120], by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb="staffing.enter_population", subject=f"area:{area}", area=area,
        after={"people": people, "from": counted_on, "source": source},
    )  # fmt: skip
    return row
