"""The catalogue: what the files say, what the district adds in the browser, prices by day."""

from datetime import timedelta

import pytest

from tests.care import story
from tests.care.plans.conftest import AT, ON
from yinling.care.catalogue import actions, queries
from yinling.care.catalogue.domain import refusals
from yinling.care.catalogue.domain.items import cost_fen
from yinling.people.providers.models import Provider

pytestmark = pytest.mark.django_db
NEXT = ON + timedelta(days=30)


@pytest.fixture
def bureau():
    return story.actor("bureau_reviewer", area=story.DISTRICT)


@pytest.fixture
def staff():
    provider = Provider.objects.create(
        name="和康（测试）", uscc="TESTPLANS000000001", kind="care_operator", area=story.DISTRICT, registered_at=AT
    )
    return story.actor("care_provider", organisation_id=provider.pk)


def test_list_the_24_items_and_what_can_be_ordered():
    listed = [code for section in queries.sections() for code, _name in section.listed]
    assert (len(listed), len([section for section in queries.sections() if section.listed])) == (24, 8)
    bathing = queries.service("bath_help")
    assert (bathing.carers, bathing.same_sex, bathing.skills) == (2, True, ("bathing",))
    assert {line.listed_under for line in queries.services().values()} <= {*listed, ""}
    assert all(set(line.skills) <= set(queries.files().skills) for line in queries.services().values())


def test_add_a_25th_item_without_code(bureau):
    details = actions.ServiceDetails("hair_cut", "上门理发", "S6", "visit", 40)
    actions.add_service(details, by=bureau, at=AT)
    line = queries.service("hair_cut")
    assert (line.name, line.category_name, line.is_added) == ("上门理发", "家庭支持类", True)
    with pytest.raises(refusals.CodeTaken):
        actions.add_service(details, by=bureau, at=AT)


def test_withdraw_an_item_of_the_files(bureau):
    details = actions.ServiceDetails("shopping", "代购", "home_errands", "visit", 45, is_offered=False)
    actions.change_service(details, by=bureau, at=AT)
    assert "shopping" not in queries.services()
    assert not queries.service("shopping").is_offered


def test_leave_the_catalogue_to_the_bureau(staff):
    with pytest.raises(refusals.NotPermitted):
        actions.add_service(actions.ServiceDetails("x1", "某", "S6", "visit", 40), by=staff, at=AT)
    with pytest.raises(refusals.UnknownService):
        queries.service("x1")


def test_hold_a_price_until_the_next_one_begins(bureau):
    actions.set_price(service_code="bath_help", fen=8_000, valid_from=ON, by=bureau, at=AT)
    actions.set_price(service_code="bath_help", fen=9_000, valid_from=NEXT, by=bureau, at=AT)
    price = [queries.price_fen("bath_help", provider_id=None, on=day) for day in (ON, NEXT - timedelta(days=1), NEXT)]
    assert price == [8_000, 8_000, 9_000]
    with pytest.raises(refusals.NoPrice):
        queries.price_fen("bath_help", provider_id=None, on=ON - timedelta(days=1))


def test_take_the_providers_price_below_the_ceiling(bureau, staff):
    actions.set_price(service_code="bath_help", fen=8_000, valid_from=ON, by=bureau, at=AT)
    with pytest.raises(refusals.AboveCeiling):
        actions.set_price(service_code="bath_help", fen=8_001, valid_from=ON, by=staff, at=AT)
    actions.set_price(service_code="bath_help", fen=7_000, valid_from=ON, by=staff, at=AT)
    own = queries.price_fen("bath_help", provider_id=staff.organisation_id, on=ON)
    assert (own, queries.price_fen("bath_help", provider_id=None, on=ON)) == (7_000, 8_000)
    actions.set_price(service_code="bath_help", fen=6_000, valid_from=NEXT, by=bureau, at=AT)
    assert queries.price_fen("bath_help", provider_id=staff.organisation_id, on=NEXT) == 6_000


def test_change_no_price_of_days_gone_by(bureau):
    with pytest.raises(refusals.PriceInThePast):
        actions.set_price(service_code="bath_help", fen=1, valid_from=ON - timedelta(days=1), by=bureau, at=AT)


def test_count_hours_by_the_minute():
    care, bath = queries.service("personal_care"), queries.service("bath_help")
    assert cost_fen(care, price_fen=5_000, minutes=45) == 3_750
    assert cost_fen(bath, price_fen=5_000, minutes=45) == 5_000
