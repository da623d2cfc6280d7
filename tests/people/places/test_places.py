"""Areas: loading, names, finding."""

import pytest
from django.core.management import call_command

from yinling.people.places import queries
from yinling.people.places.actions import DivisionsBroken, load_divisions
from yinling.people.places.models import Area

pytestmark = pytest.mark.usefixtures("all_areas")


@pytest.fixture
def all_areas(db) -> None:
    call_command("places_load", verbosity=0)


def test_load_again_without_change() -> None:
    before = list(Area.objects.order_by("code").values())
    call_command("places_load", verbosity=0)
    assert list(Area.objects.order_by("code").values()) == before
    assert len(before) == 2779


def test_give_names_from_the_county_down() -> None:
    assert queries.full_name("310118001001") == "青浦区 夏阳街道 东盛社区居委会"
    assert queries.full_name("31") == "上海市"
    assert queries.name_of("999999") == "999999"


def test_list_towns_with_points() -> None:
    towns = queries.towns_in("310118")
    assert len(towns) == 11
    assert all(town.latitude and town.longitude for town in towns)
    assert len(queries.villages_in("310118")) == 355


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("310118001000", "310118001"), ("夏阳街道", "310118001"), ("夏阳", "310118001"),
        ("夏阳街道 东盛社区居委会", "310118001001"), ("夏阳街道 东盛社区", "310118001001"),
        ("上海市青浦区夏阳街道东盛社区居委会12号", "310118001001"), ("上海市青浦区夏阳街道某路3弄", "310118001"),
    ],
)  # fmt: skip
def test_find_an_area_however_it_is_written(text: str, code: str) -> None:
    line = queries.find_by_name(text, "310118")
    assert line is not None
    assert line.code == code


@pytest.mark.parametrize("text", ["", "没有的地方", "999999", "社区"])
def test_find_nothing_for_what_is_no_place(text: str) -> None:
    assert queries.find_by_name(text, "310118") is None


def test_refuse_a_list_with_an_orphan(by, at) -> None:
    rows = [{"code": "440101", "name": "某区", "level": "county", "parent": "4401"}]
    with pytest.raises(DivisionsBroken):
        load_divisions(rows, points={}, by=by, at=at)
    assert not Area.objects.filter(code="440101").exists()
