"""The ground under a map is that of the towns that are asked for."""

from datetime import date

import pytest

from tests.care import story
from yinling.care.visits.models import Door
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
    ground = ground_of([VILLAGE])
    assert [one["name"] for one in ground] == ["一村", "测镇"]
    assert len(ground[0]["outline"]) == 4
    assert (ground[1]["at"], ground[1]["outline"]) == ((31.1, 121.05), ())


@pytest.mark.parametrize("areas", [[], [story.DISTRICT], [""], [story.OTHER_TOWN]])
def test_outline_nothing_above_a_town_or_where_few_live(doors, areas):
    assert not [one for one in ground_of(areas) if one["outline"]]
