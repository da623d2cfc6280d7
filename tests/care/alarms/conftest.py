"""Two operators, a town's responders, somebody who may call for help; everybody is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.care import story
from yinling.care.alarms.actions.raising import Raised, raise_
from yinling.care.alarms.models import Alarm, Source
from yinling.care.responders.actions.responders import Details, put_on_duty, register
from yinling.care.responders.models import Responder
from yinling.care.visits.actions.doors import place_door
from yinling.kernel.actor import Actor, machine

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
VILLAGE = f"{story.TOWN}001"
DOOR = (121.05, 31.11)
DEVICES = machine("测试设备")


@pytest.fixture
def operator(db) -> Actor:
    return story.actor("call_operator", "话务员甲", area=story.DISTRICT)


@pytest.fixture
def other(db) -> Actor:
    return story.actor("call_operator", "话务员乙", area=story.DISTRICT)


@pytest.fixture
def officer(db) -> Actor:
    return story.actor("bureau_reviewer", area=story.DISTRICT)


@pytest.fixture
def responder(db) -> Actor:
    return story.actor("responder", area=story.TOWN)


@pytest.fixture
def person_id(db) -> int:
    return story.person(residence_area=VILLAGE)


@pytest.fixture
def door(person_id) -> tuple[float, float]:
    """The person's door, marked."""
    place_door(person_id=person_id, longitude=DOOR[0], latitude=DOOR[1], by=story.clerk(), at=NOON)
    return DOOR


def details(name: str, *, kind: str = "station", away: float = 0.01, mode: str = "ebike", **more) -> Details:
    """Somebody of the town, `away` degrees west of the door."""
    return Details(name, kind, "13900001234", more.pop("area", story.TOWN), mode, DOOR[0] - away, DOOR[1], **more)


@pytest.fixture
def near(officer, responder) -> Responder:
    """A station's responder with a log-in, on duty for a day."""
    row = register(details("测近", user_id=responder.user_id), by=officer, at=NOON)
    put_on_duty(responder_id=row.pk, from_at=NOON - HOUR, until_at=NOON + DAY, by=officer, at=NOON)
    return row


@pytest.fixture
def far(officer) -> Responder:
    """Another one, three times as far, on duty too."""
    row = register(details("测远", away=0.03), by=officer, at=NOON)
    put_on_duty(responder_id=row.pk, from_at=NOON - HOUR, until_at=NOON + DAY, by=officer, at=NOON)
    return row


def call(person_id: int | None = None, *, key: str = "1", kind: str = "sos", at: datetime = NOON, **more) -> Alarm:
    """Somebody calls for help."""
    severity = more.pop("severity", "critical")
    raised = Raised(Source.PERSON, key, kind, severity, more.pop("area", VILLAGE), person_id=person_id, **more)
    return raise_(raised, by=DEVICES, at=at)


@pytest.fixture
def alarm(person_id) -> Alarm:
    return call(person_id)


def on(day: int) -> date:
    return date(2026, 3, day)
