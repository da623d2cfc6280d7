"""A provider with three carers and a day of visits; everybody is invented."""

import time
from datetime import timedelta

import pytest

from tests.care import story
from tests.care.visits.conftest import AT, ON, carer, clerk, office, provider, worker, workers
from yinling.care.orders.actions import offering, ordering
from yinling.care.visits.actions import scheduling
from yinling.care.visits.actions.doors import place_door
from yinling.care.visits.models import Visit
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.project.demo.people import identity_number

__all__ = ["carer", "clerk", "office", "provider", "worker", "workers"]


def hurried() -> float:
    """A clock that runs ten times as fast: three visits need no whole seconds of search."""
    return 10 * time.monotonic()


def visit_of(number: int, provider, *, on=ON, at=AT, place: bool = True, **wanted) -> Visit:
    """A visit of a day to a person of their own, whose order the provider took."""
    by, office = story.clerk(), story.actor("care_provider", organisation_id=provider.pk)
    id_number = identity_number(ON.replace(year=1938, month=1, day=1 + number), 4, is_woman=True)
    values = {"residence_area": story.TOWN, "registered_area": story.TOWN, "ability_grade": 2}
    details = PersonDetails(f"测{'甲乙丙丁戊己庚辛'[number]}", id_number, values, reported_on=ON - timedelta(days=60))
    person = register_person(details, by=by, at=at)
    if place:
        place_door(person_id=person.pk, longitude=121.05 + number / 500, latitude=31.11, by=by, at=at)
    order = ordering.place(
        ordering.Wanted(
            "meal_help", on, wanted.pop("window_from", 540), wanted.pop("window_until", 900), 30,
            until=on + timedelta(days=1), weekdays=tuple(range(7)), **wanted,
        ),
        person_id=person.pk, source="desk", by=by, at=at,
    )  # fmt: skip
    offering.offer(order_id=order.pk, provider_id=provider.pk, by=by, at=at)
    offering.answer(order_id=order.pk, is_accepted=True, by=office, at=at)
    scheduling.schedule(from_=on, until=on + timedelta(days=1), by=office, at=at)
    return Visit.objects.get(order=order, on=on)


@pytest.fixture
def visits(provider, workers):
    """Six visits, the last to a person whose door is not known, the fifth for two carers."""
    return [visit_of(number, provider, place=number < 5, carers=2 if number == 4 else 1) for number in range(6)]
