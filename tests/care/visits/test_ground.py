"""The ground under a map is that of the towns that are asked for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care import story
from yinling.care.visits.models import Door
from yinling.care.visits.queries import ground
from yinling.care.visits.queries.ground import ground_of
from yinling.people.places.models import Area

VILLAGE = f"{story.TOWN}001"
CORNERS = [(121.0, 31.0), (121.01, 31.0), (121.01, 31.01), (121.0, 31.01), (121.005, 31.005), (121.004, 31.006)]


@pytest.fixture
def doors(db):
    """Six homes of a village whose doors are on the map, and one of another town."""
    since = date(2020, 1, 1)
    Area.objects.create(code=VILLAGE, name="一村", level="village", parent=story.TOWN, valid_from=since)
    town = {"level": "town", "parent": story.DISTRICT, "valid_from": since, "latitude": "31.10000"}
    Area.objects.update_or_create(code=story.TOWN, defaults={"name": "测镇", "longitude": "121.05000", **town})
    homes = [(story.person(residence_area=VILLAGE), place) for place in CORNERS]
    homes.append((story.person(story.OTHER_TOWN), (121.2, 31.2)))
    for person, (x, y) in homes:
        Door.objects.create(person_id=person, longitude=x, latitude=y, recorded_by_name="测", recorded_at=story.AT)


def test_outline_the_communities_of_a_town_and_name_the_towns_around(doors):
    found = ground_of([VILLAGE])
    assert [one["name"] for one in found] == ["一村", "测镇"]
    assert len(found[0]["outline"]) == 4
    assert (found[1]["at"], found[1]["outline"]) == ((31.1, 121.05), ())


def test_read_the_doors_of_a_town_once_for_many_maps(doors):
    with CaptureQueriesContext(connection) as first:
        found = ground_of([VILLAGE])
    with CaptureQueriesContext(connection) as again:
        assert ground_of([VILLAGE]) == found
    assert any("visits_door" in one["sql"] for one in first)
    assert not any("visits_door" in one["sql"] for one in again)


def test_outline_the_towns_that_hold_most(doors, monkeypatch):
    monkeypatch.setattr(ground, "TOWNS_MAX", 1)
    assert not any(one["outline"] for one in ground_of([VILLAGE, story.OTHER_TOWN, story.OTHER_TOWN]))
    assert any(one["outline"] for one in ground_of([VILLAGE, VILLAGE, story.OTHER_TOWN]))


@pytest.mark.parametrize("areas", [[], [story.DISTRICT], [""], [story.OTHER_TOWN]])
def test_outline_nothing_above_a_town_or_where_few_live(doors, areas):
    assert not [one for one in ground_of(areas) if one["outline"]]
