"""A household of two, and the people who act."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from tests.policy.conftest import new_pack  # noqa: F401  # the fixture is used here too
from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import Actor, machine
from yinling.needs.entitlements import actions

AT = datetime(2022, 3, 1, 9, tzinfo=UTC)
PROGRAMME = "home_adaptation_subsidy"


@pytest.fixture
def at():
    return AT


@pytest.fixture
def household(db):
    return apps.get_model("registry.Household").objects.create(number="H-1")


@pytest.fixture
def person(db):
    return apps.get_model("registry.Person").objects.create(
        name="甲某某", birth_date=date(1940, 1, 1), area="310118102", registered_at=AT
    )


@pytest.fixture
def reviewers(db):
    """Two bureau reviewers who may enter and confirm."""
    user = apps.get_model("access.User")
    return [
        Actor(
            user_id=user.objects.create(username=name, name=name).pk,
            name=name,
            role="bureau_reviewer",
            area="310118",
            permissions=ROLES["bureau_reviewer"].permissions,
        )
        for name in ("审核甲", "审核乙")
    ]


@pytest.fixture
def determine(person, household):
    """Determines a case of the household; facts by keyword over those of a poor household."""

    def run(case_ref="QP-1", *, cost_yuan=4000, applied_on=date(2022, 1, 10), in_household=True, **facts):
        known = {"birth_date": date(1940, 1, 1), "registered_area": "310118102", "minimum_living": True, **facts}
        return actions.determine(
            case_ref=case_ref,
            programme=PROGRAMME,
            person_id=person.pk,
            household_id=household.pk if in_household else None,
            facts=known,
            applied_on=applied_on,
            cost_fen=cost_yuan * 100,
            by=machine("test"),
            at=AT,
        )

    return run
