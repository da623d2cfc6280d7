"""Devices speak, fall silent, are heard again: what the call desk makes of it."""

from datetime import timedelta

import pytest

from tests.care import story
from tests.care.alarms.conftest import DEVICES, NOON
from tests.signing_in import log_in
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.models import Alarm, AlarmTimer
from yinling.care.alarms.reactions import STRANGERS_MAX
from yinling.care.devices.actions import installing, registering
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.events import (
    DeviceAlarmed,
    DeviceBack,
    DeviceRemoved,
    DeviceRestored,
    DeviceSilent,
    StrangerAlarmed,
)
from yinling.care.devices.models import Device
from yinling.care.devices.queries.finding import forget_accounts
from yinling.foundation.outbox.actions import announce
from yinling.foundation.outbox.models import Notice


@pytest.fixture
def device(person_id) -> Device:
    """A base that hangs in a bedroom."""
    forget_accounts()
    by = story.clerk()
    made = registering.register(
        DeviceDetails("sos_base", "dc09", "1234", story.TOWN), by=by, at=NOON - timedelta(days=1)
    )
    installing.install(installing.Home(person_id, "卧室床头"), device_id=made.pk, by=by, at=NOON - timedelta(hours=1))
    return Device.objects.get(pk=made.pk)


def tell(event) -> None:
    announce(event, by=DEVICES, at=NOON)


def test_raise_what_a_device_asks_for_and_flag_what_it_clears(device, person_id) -> None:
    tell(DeviceAlarmed(11, device.pk, person_id, device.area, "sos", "critical", NOON))
    tell(DeviceAlarmed(11, device.pk, person_id, device.area, "sos", "critical", NOON))
    tell(DeviceRestored(12, device.pk, person_id, "sos", NOON))
    alarm = Alarm.objects.get()
    assert (alarm.device_id, alarm.person_id, alarm.kind, alarm.severity) == (device.pk, person_id, "sos", "critical")
    assert (alarm.times_raised, alarm.cleared_at, alarm.state) == (1, NOON, "raised")


def test_make_a_silent_device_a_ticket_and_send_nobody(device, person_id) -> None:
    tell(DeviceSilent(device.pk, person_id, device.area, NOON))
    ticket = Alarm.objects.get()
    assert (ticket.kind, ticket.severity, ticket.order) == ("offline", "low", 3)
    assert [step["who"] for step in ticket.chain["steps"]] == ["desk", "community"]
    tell(DeviceBack(device.pk, person_id, NOON))
    assert Alarm.objects.get().cleared_at == NOON
    assert AlarmTimer.objects.filter(taken_at=None).count() == 1
    tell(DeviceRemoved(device.pk, person_id, NOON))


def test_give_an_alarm_from_nowhere_to_the_district(device) -> None:
    tell(DeviceAlarmed(13, device.pk, None, "", "fall", "critical", NOON))
    assert len(Alarm.objects.get().area) >= 6


def test_raise_nothing_that_is_only_for_the_record(device, person_id) -> None:
    tell(DeviceAlarmed(14, device.pk, person_id, device.area, "cancel", "none", NOON))
    assert not Alarm.objects.exists()


def test_take_an_unknown_severity_for_the_gravest(device, person_id) -> None:
    tell(DeviceAlarmed(15, device.pk, person_id, device.area, "odd", "unheard-of", NOON))
    assert Alarm.objects.get().order == 1


def stranger(number: int, account: str) -> None:
    tell(StrangerAlarmed(number, None, "", "dc09", account, "sos", NOON))


def test_tell_the_desk_of_a_call_from_an_account_that_nobody_registered(db, operator) -> None:
    stranger(21, "7788")
    stranger(21, "7788")
    stranger(22, "7788")
    alarm = Alarm.objects.get()
    assert (alarm.source, alarm.order, alarm.person_id, alarm.times_raised) == ("stranger", 2, None, 2)
    assert run_timers(at=NOON, worker="甲") == 1
    assert Notice.objects.get(role="call_operator").link == f"/alarms/{alarm.pk}/"
    page = log_in(operator).get(f"/alarms/{alarm.pk}/").content.decode()
    assert "账号 7788（dc09）没有登记" in page
    assert "/devices/strangers/" in page


def test_count_a_flood_of_made_up_accounts_on_one(db) -> None:
    for number in range(STRANGERS_MAX + 30):
        stranger(number + 1, f"{number}")
    assert Alarm.objects.count() == STRANGERS_MAX + 1
    assert Alarm.objects.get(source_key="stranger:many").times_raised == 30
    stranger(99, "0")
    assert Alarm.objects.get(source_key="stranger:dc09 0").times_raised == 2
