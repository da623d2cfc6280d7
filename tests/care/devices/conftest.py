"""A pendant's base in a home, a smoke sensor in store; whoever lives there is invented."""

from datetime import timedelta

import pytest

from tests.care import story
from yinling.care.devices.actions import installing, registering
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.models import Device
from yinling.care.devices.queries.finding import forget_accounts
from yinling.engines.telemetry.reports import Qualifier, Report
from yinling.foundation.outbox import actions as outbox

AT = story.AT
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def report(code: str = "101", *, account: str = "1234", reference: str = "0001", **more) -> Report:
    """An emergency call by Contact ID, unless told otherwise."""
    return Report("adm-cid", account, code, reference=reference, raw=b'"ADM-CID"0001', **more)


def restored(code: str = "101", **more) -> Report:
    return report(code, qualifier=Qualifier.RESTORED, **more)


@pytest.fixture(autouse=True)
def _fresh_accounts():
    """What one test asked for is not known to the next."""
    forget_accounts()


@pytest.fixture
def clerk(db):
    return story.clerk()


@pytest.fixture
def person_id(db) -> int:
    return story.person()


@pytest.fixture
def stored(clerk) -> Device:
    """A smoke sensor in store."""
    details = DeviceDetails("smoke", "json", "smoke-1", story.TOWN, label="烟感一号")
    return registering.register(details, by=clerk, at=AT - DAY)


@pytest.fixture
def device(clerk, person_id) -> Device:
    """A base that hangs in a bedroom."""
    details = DeviceDetails("sos_base", "dc09", "1234", story.TOWN, label="呼叫主机", secret="0123456789ABCDEF")
    made = registering.register(details, by=clerk, at=AT - DAY)
    installing.install(installing.Home(person_id, "卧室床头"), device_id=made.pk, by=clerk, at=AT - HOUR)
    return Device.objects.get(pk=made.pk)


@pytest.fixture
def told(monkeypatch) -> list:
    """What was announced."""
    found: list = []

    def listen(event, *, by, at):
        found.append(event)

    from yinling.care.devices import events  # noqa: PLC0415

    for name in ("DeviceAlarmed", "DeviceRestored", "DeviceSilent", "DeviceBack", "DeviceRemoved", "StrangerAlarmed"):
        kind = getattr(events, name)
        monkeypatch.setitem(outbox._reactions, kind, [listen])
        monkeypatch.setitem(outbox._reactions_to_many, kind, [])
    return found
