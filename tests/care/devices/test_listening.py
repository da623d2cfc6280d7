"""Where no receiver hears, the receivers are down: not thousands of devices."""

from datetime import datetime, timedelta

import pytest

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, MINUTE
from yinling.care.alarms.actions.watching import watchdog
from yinling.care.alarms.queries.lists import watch
from yinling.care.devices.actions import installing, listening, registering
from yinling.care.devices.actions.beating import beat
from yinling.care.devices.actions.listening import watch_lines
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.actions.watching import watch_silence
from yinling.care.devices.domain.readings import Heartbeat
from yinling.care.devices.models import Silence
from yinling.care.inlets.actions import Open, report_open
from yinling.care.inlets.models import Outage
from yinling.care.inlets.queries import outages

pytestmark = pytest.mark.django_db
ALLOWED = timedelta(minutes=15)  # three periods of a base on mains


def run(from_: datetime, until: datetime, *ways: Open) -> int:
    """A receiver reports and somebody watches each minute; how many devices fell silent."""
    silent = 0
    while from_ <= until:
        if ways:
            report_open(ways, receiver="one", at=from_)
        silent += watch_silence(at=from_).silent
        from_ += MINUTE
    return silent


@pytest.fixture
def radar(clerk, person_id):
    made = registering.register(DeviceDetails("radar", "json", "radar-1", story.TOWN), by=clerk, at=AT - DAY)
    installing.install(installing.Home(person_id, "卫生间"), device_id=made.pk, by=clerk, at=AT - HOUR)
    return made


def test_call_no_device_silent_while_no_receiver_reports(device) -> None:
    beat([Heartbeat(device.pk, AT)], at=AT)
    assert run(AT, AT + MINUTE, Open("dc09", True)) == 0
    assert run(AT + 2 * MINUTE, AT + 3 * HOUR) == 0
    assert [(one.line, one.since, one.over_at) for one in Outage.objects.all()] == [("dc09", AT + MINUTE, None)]


def test_give_every_device_its_whole_time_when_receivers_are_back(device) -> None:
    run(AT, AT, Open("dc09", True))
    run(AT + MINUTE, AT + HOUR)
    back = AT + HOUR + MINUTE
    assert run(back, back + ALLOWED - MINUTE, Open("dc09", False)) == 0
    assert run(back + ALLOWED, back + ALLOWED + MINUTE, Open("dc09", False)) == 1
    assert Outage.objects.get().over_at == back


def test_hold_only_the_line_that_is_down(device, radar) -> None:
    """The broker is away, bases on DC-09 are heard: a silent base is told, a silent radar is not."""
    run(AT, AT, Open("dc09", True), Open("json", True))
    assert run(AT + MINUTE, AT + HOUR, Open("dc09", True)) == 1
    assert Silence.objects.get().device_id == device.pk


def test_say_nothing_of_a_line_where_none_ever_took_calls(device) -> None:
    """Signs of life alone neither open a line nor close it; where calls were taken once, they do not keep it open."""
    report_open([Open("dc09", True, takes_calls=False)], receiver="signs", at=AT)
    assert watch_lines(at=AT + HOUR) == {}
    report_open([Open("dc09", True)], receiver="calls", at=AT)
    report_open([Open("dc09", True, takes_calls=False)], receiver="calls", at=AT + HOUR)
    assert list(watch_lines(at=AT + HOUR)) == ["dc09"]


def test_take_another_receiver_for_good(device) -> None:
    run(AT, AT, Open("dc09", True))
    report_open([Open("dc09", False)], receiver="two", at=AT + 10 * MINUTE)
    assert watch_lines(at=AT + 10 * MINUTE) == {}


def test_hold_no_line_open_where_signs_of_life_alone_are_heard(radar) -> None:
    """Whoever takes calls is dead; that heartbeats still come must not hide it."""
    report_open([Open("json", False)], receiver="calls", at=AT)
    for seconds in range(0, 61, 10):
        at = AT + timedelta(seconds=seconds)
        report_open([Open("json", True, takes_calls=False)], receiver="signs", at=at)
    assert watch_lines(at=AT + MINUTE) == {"json": AT + MINUTE}
    report_open([Open("json", False)], receiver="calls", at=AT + MINUTE)
    assert outages()
    watch_lines(at=AT + MINUTE)
    assert not outages()


def test_hold_a_line_for_quiet_where_only_calls_are_heard(radar, monkeypatch) -> None:
    """Whoever hears signs of life is dead; that calls are taken must not make every device silent."""
    monkeypatch.setattr(listening, "TOGETHER", 1)
    report_open([Open("json", True, takes_calls=False)], receiver="signs", at=AT)
    beat([Heartbeat(radar.pk, AT)], at=AT)
    report_open([Open("json", False)], receiver="calls", at=AT + 2 * MINUTE)
    assert watch_lines(at=AT + 2 * MINUTE) == {"json": AT + 2 * MINUTE}


def test_say_nothing_of_a_line_by_which_no_device_speaks(device) -> None:
    report_open([Open("scaip", True)], receiver="one", at=AT)
    assert watch_lines(at=AT + HOUR) == {}


@pytest.mark.parametrize(("together", "is_down"), [(1, True), (2, False)])
def test_tell_an_open_line_that_hears_nothing_from_one_quiet_device(device, monkeypatch, together, is_down) -> None:
    """Many devices that stop in one moment are a cut cable; a single one may be a person without power."""
    monkeypatch.setattr(listening, "TOGETHER", together)
    run(AT, AT, Open("dc09", True))
    beat([Heartbeat(device.pk, AT)], at=AT)
    assert run(AT + MINUTE, AT + HOUR, Open("dc09", False)) == (0 if is_down else 1)
    assert bool(outages()) == is_down


def test_tell_the_desk_and_the_watchdog(device) -> None:
    report_open([Open("dc09", True)], receiver="one", at=AT)
    assert watchdog(at=AT + MINUTE).deaf == 1
    assert not watchdog(at=AT + MINUTE).is_well
    assert [one.since for one in watch(at=AT + MINUTE).deaf] == [AT]
    report_open([Open("dc09", True)], receiver="one", at=AT + 2 * MINUTE)
    assert watchdog(at=AT + 2 * MINUTE).deaf == 0
    assert watch(at=AT + 2 * MINUTE).deaf == ()
