"""A person with a door, a provider with three carers, an agreed plan; everybody is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.care import story
from yinling.care.visits.actions.doors import hang_code, place_door
from yinling.people.providers.models import Provider
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.people.workforce.models import Qualification, Skill, Worker, WorkingHours
from yinling.project.demo.people import identity_number

AT, ON = story.AT, story.ON
DOOR = (121.05, 31.11)


def moment(hour: int, minute: int = 0, *, day: date = ON) -> datetime:
    """An hour of the clock in Shanghai, on a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def person(db):
    """An older woman of the town."""
    number = identity_number(date(1940, 5, 6), 4, is_woman=True)
    values = {"residence_area": story.TOWN, "registered_area": story.TOWN, "ability_grade": 2}
    details = PersonDetails("测上门", number, values, reported_on=date(2026, 1, 1))
    return register_person(details, by=story.clerk(), at=AT)


@pytest.fixture
def provider(db):
    """A provider of care that serves the district."""
    return Provider.objects.create(
        name="和康（测试）", uscc="TESTVISITS00000001", kind="care_operator", area=story.DISTRICT, registered_at=AT
    )


@pytest.fixture
def clerk(db):
    """The town's clerk."""
    return story.clerk()


@pytest.fixture
def office(provider):
    """Somebody at the provider's office."""
    return story.actor("care_provider", organisation_id=provider.pk)


@pytest.fixture
def elder(person):
    """The person's own log-in."""
    return story.actor("older_person", person_id=person.pk)


def worker(provider: Provider, number: int, *, gender: str = "female", user_id: int | None = None) -> Worker:
    """A carer who works every day from eight to six and can do everyday care and bathing."""
    made = Worker.objects.create(
        provider=provider, user_id=user_id, name=f"测护{number}", gender=gender, born_on=date(1980, 1, number),
        id_index=f"index{number}", id_masked="9999****",
        id_number="999999198001010000", occupation="caregiver", area=story.TOWN, longitude=121.05, latitude=31.12,
        transport="ebike", employed_from=date(2024, 1, 1), registered_at=AT,
    )  # fmt: skip
    for kind in ("skill_level", "health"):
        Qualification.objects.create(
            worker=made, kind=kind, issued_on=date(2026, 1, 1), valid_until=date(2027, 1, 1), recorded_at=AT
        )
    for code in ("basic_care", "bathing"):
        Skill.objects.create(worker=made, code=code)
    for weekday in range(7):
        WorkingHours.objects.create(worker=made, weekday=weekday, starts=480, ends=1080, valid_from=date(2024, 1, 1))
    return made


@pytest.fixture
def carer(provider):
    """A carer with a phone."""
    return story.actor("carer", organisation_id=provider.pk)


@pytest.fixture
def workers(provider, carer):
    """Three women; the first one is the carer with the phone."""
    return [worker(provider, number, user_id=carer.user_id if number == 1 else None) for number in (1, 2, 3)]


@pytest.fixture
def code(person, clerk):
    """The code at the door, whose place is known."""
    place_door(person_id=person.pk, longitude=DOOR[0], latitude=DOOR[1], by=clerk, at=AT)
    return hang_code(person_id=person.pk, by=clerk, at=AT)
