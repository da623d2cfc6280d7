"""Areas, sites, accepted adaptations and the people who look at the figures."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.management import call_command

from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import Actor, machine
from yinling.people.providers.actions import SiteDetails, register_site

AT = datetime(2022, 12, 1, tzinfo=UTC)
PACK = "qingpu-2021"


@pytest.fixture
def at():
    return AT


@pytest.fixture
def areas(db):
    call_command("places_load")


def actor(username, role, area):
    user, _ = apps.get_model("access.User").objects.get_or_create(username=username, name=username)
    post = apps.get_model("access.Post")
    post.objects.get_or_create(user=user, role=role, area=area, defaults={"valid_from": date(2021, 1, 1)})
    return Actor(user_id=user.pk, name=username, role=role, area=area, permissions=ROLES[role].permissions)


@pytest.fixture
def reviewer(areas):
    return actor("reviewer", "bureau_reviewer", "310118")


@pytest.fixture
def clerk(areas):
    return actor("clerk", "town_clerk", "310118102")


@pytest.fixture
def complexes(areas):
    """Two that serve and one name plate in one town; one elsewhere opened in 2022."""
    for name, area, status, opened in [
        ("甲", "310118102", "operating", date(2019, 1, 1)),
        ("乙", "310118102", "operating", date(2020, 1, 1)),
        ("丙", "310118102", "name_plate_only", date(2020, 1, 1)),
        ("丁", "310118001", "operating", date(2022, 6, 1)),
    ]:
        details = SiteDetails(
            name=name, kind="community_care_complex", area=area, status=status, since=opened, opened_on=opened
        )
        register_site(details, by=machine("test"), at=AT)


@pytest.fixture
def accepted(areas):
    """Accepts adaptations: one household, area and day each; the same household twice counts once."""
    model = apps.get_model

    def accept(*rows):
        firm = model("providers.Provider").objects.create(
            name="某某企业", uscc="91310118MA1", kind="adaptation_firm", area="310118", registered_at=AT
        )
        for number, (household, area, on) in enumerate(rows):
            home, _ = model("registry.Household").objects.get_or_create(number=household)
            person = model("registry.Person").objects.create(name="甲某某", area=area, registered_at=AT)
            case = model("casework.Case").objects.create(
                number=f"T-{number}", programme="home_adaptation_subsidy", person=person, household=home,
                person_name_masked="甲**", area=area, applicant_kind="self", state="closed", state_since=AT,
                clock_from=on, started_at=AT, submitted_at=AT, applied_on=on,
            )  # fmt: skip
            model("adaptation.Job").objects.create(
                case=case, person=person, household=home, firm=firm, area=area, state="accepted", since=AT,
                accepted_on=on,
            )  # fmt: skip

    return accept
