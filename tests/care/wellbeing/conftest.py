"""People on the list of one town, a visitor, a clerk, a call desk; everybody is invented."""

from datetime import date, datetime

import pytest

from tests.care import story
from yinling.care.wellbeing.actions.assigning import assign_villages
from yinling.care.wellbeing.actions.listing import refresh_list
from yinling.care.wellbeing.models import Target
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_moment

TOWN, VILLAGE = story.TOWN, f"{story.TOWN}001"
MACHINE = machine("测试")


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour of the clock in Shanghai."""
    return day_moment(day, hour * 60 + minute)


def resident(**facts: object) -> int:
    """Somebody who lives alone in the village, 84 years old, unless told otherwise."""
    return story.person(**{"living_alone": True, "minimum_living": False, **facts})


def listed(on: date, person: int) -> Target:
    """Their place on the list of a day."""
    refresh_list(on=on, by=MACHINE, at=moment(on, 2))
    return Target.objects.open().get(person=person)


@pytest.fixture
def clerk(db):
    """The town's clerk."""
    return story.clerk()


@pytest.fixture
def bureau(db):
    """The district's bureau."""
    return story.actor("bureau_reviewer", area=story.DISTRICT)


@pytest.fixture
def visitor(db):
    """Who visits in the town."""
    return story.actor("visitor", area=TOWN)


@pytest.fixture
def operator(db):
    """Who rings from the call desk."""
    return story.actor("call_operator", area=story.DISTRICT)


@pytest.fixture
def assigned(clerk, visitor):
    """The village is the visitor's."""
    assign_villages([VILLAGE], visitor_id=visitor.user_id, by=clerk, at=story.AT)
    return visitor
