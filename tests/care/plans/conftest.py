"""A person in a town, a provider with its staff, prices of two services."""

from datetime import date

import pytest

from tests.care import story
from yinling.care.catalogue import actions as catalogue
from yinling.care.plans import actions
from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import Actor
from yinling.people.providers.models import Provider
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.project.demo.people import identity_number

AT, ON = story.AT, story.ON


@pytest.fixture
def person(db):
    """An older woman of the town."""
    number = identity_number(date(1940, 5, 6), 4, is_woman=True)
    values = {"residence_area": story.TOWN, "registered_area": story.TOWN, "ability_grade": 2}
    details = PersonDetails("测照护", number, values, reported_on=date(2026, 1, 1))
    return register_person(details, by=story.clerk(), at=AT)


@pytest.fixture
def provider(db):
    """A provider of care that serves the district."""
    return Provider.objects.create(
        name="和康（测试）", uscc="TESTPLANS000000001", kind="care_operator", area=story.DISTRICT, registered_at=AT
    )


@pytest.fixture
def clerk(db):
    """The town's clerk."""
    return story.clerk()


@pytest.fixture
def staff(provider):
    """Somebody who works at the provider."""
    return story.actor("care_provider", organisation_id=provider.pk)


@pytest.fixture
def elder(person):
    """The person's own log-in."""
    return story.actor("older_person", person_id=person.pk)


@pytest.fixture
def prices(db):
    """The district's highest prices: personal care by the hour, bathing by the visit."""
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    for code, fen in (("personal_care", 6_000), ("bath_help", 10_000)):
        catalogue.set_price(service_code=code, fen=fen, valid_from=ON, by=bureau, at=AT)
    return bureau


@pytest.fixture
def plan(person, provider, clerk):
    """A plan that is being written."""
    return actions.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)


def item(code: str = "personal_care", *weekdays: int, **more: object) -> actions.ItemDetails:
    """A planned service in the morning."""
    given = {"window_from": 480, "window_until": 720, "minutes": 60, **more}
    return actions.ItemDetails(code, weekdays or (0, 2, 4), **given)


@pytest.fixture
def agreed(plan, staff, elder):
    """The plan, with personal care on three mornings a week, agreed by the person."""
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=AT)
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    actions.agree(plan_id=plan.pk, by=elder, at=AT)
    return plan


def outsider() -> Actor:
    """Somebody of another provider."""
    other = Provider.objects.create(
        name="别家（测试）", uscc="TESTPLANS000000002", kind="care_operator", area=story.DISTRICT, registered_at=AT
    )
    user = story.user("other_provider")
    return Actor(
        user.pk, str(user), "care_provider", organisation_id=other.pk, area="-",
        permissions=ROLES["care_provider"].permissions,
    )  # fmt: skip
