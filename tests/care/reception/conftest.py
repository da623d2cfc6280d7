"""A base that speaks DC-09 and a radar that speaks JSON, both in one home."""

import pytest

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, clerk, device, person_id
from yinling.care.devices.actions import installing, registering
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.models import Device
from yinling.care.devices.queries.finding import forget_accounts
from yinling.care.reception.queries import forget_numbers

__all__ = ["clerk", "device", "person_id"]


@pytest.fixture(autouse=True)
def _fresh_accounts():
    """What one test asked for is not known to the next."""
    forget_accounts()
    forget_numbers()


@pytest.fixture
def radar(clerk, person_id) -> Device:
    made = registering.register(DeviceDetails("radar", "json", "radar-1", story.TOWN), by=clerk, at=AT - DAY)
    installing.install(installing.Home(person_id, "卫生间"), device_id=made.pk, by=clerk, at=AT - HOUR)
    return made
