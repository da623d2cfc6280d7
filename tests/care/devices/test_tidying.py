"""Devices go where their people move; bytes whose time is over are forgotten, what they said is not."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, report
from yinling.care.devices.actions import installing, tidying
from yinling.care.devices.actions.receiving import take
from yinling.care.devices.actions.tidying import follow_moves, forget_raw
from yinling.care.devices.models import Device, DeviceEvent, RawForgotten
from yinling.care.devices.queries.finding import rules
from yinling.care.devices.queries.register import devices_visible
from yinling.foundation.audit.models import Change
from yinling.kernel.actor import machine
from yinling.people.registry.actions import state_fact

pytestmark = pytest.mark.django_db
ROBOT = machine("测试")


def move(person_id: int, area: str) -> None:
    """The person lives elsewhere from now on."""
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    state_fact(
        person_id=person_id, name="residence_area", value=area, valid_from=story.ON, by=bureau, at=AT, reason="搬家"
    )


def test_follows_whoever_moves_to_another_town(device, stored, person_id, clerk) -> None:
    assert follow_moves(by=ROBOT, at=AT) == 0
    there = f"{story.OTHER_TOWN}001"
    move(person_id, there)
    assert follow_moves(by=ROBOT, at=AT + HOUR) == 1
    assert follow_moves(by=ROBOT, at=AT + HOUR) == 0
    device.refresh_from_db()
    assert (device.area, device.state) == (there, "installed")
    assert device.records.get(verb="follow").state == "installed"
    assert Change.objects.filter(verb="devices.follow").count() == 1
    here = {one.pk for one in devices_visible(clerk, on=story.ON)}
    assert here == {stored.pk}  # whoever watches the town sees what hangs there, no more


def test_leaves_alone_what_hangs_with_nobody(device, person_id, clerk) -> None:
    installing.remove(device_id=device.pk, by=clerk, at=AT, note="搬家")
    move(person_id, f"{story.OTHER_TOWN}001")
    assert follow_moves(by=ROBOT, at=AT + HOUR) == 0
    assert Device.objects.get(pk=device.pk).area == story.TOWN


def test_forgets_bytes_when_their_time_is_over_and_nothing_else(device, monkeypatch) -> None:
    monkeypatch.setattr(tidying, "EVENTS_AT_ONCE", 2)
    for number in range(5):
        take([report(reference=f"{number:04d}")], at=AT + number * DAY)
    kept = timedelta(days=rules().raw_days(story.ON))
    assert forget_raw(by=ROBOT, at=AT + kept) == 0
    assert forget_raw(by=ROBOT, at=AT + kept + 2 * DAY + HOUR) == 3
    assert forget_raw(by=ROBOT, at=AT + kept + 2 * DAY + HOUR) == 0
    rows = list(DeviceEvent.objects.order_by("pk"))
    assert [bytes(row.raw) == b"" for row in rows] == [True, True, True, False, False]
    assert {(row.kind, row.code) for row in rows} == {("sos", "101")}
    assert RawForgotten.objects.get().up_to_event == rows[2].pk
    again = take([report(reference="0000")], at=AT)  # told once already, though its bytes are gone
    assert again[0].verdict == "duplicate"


def test_knows_how_long_by_the_day() -> None:
    assert rules().raw_days(date(2020, 1, 1)) == rules().raw_days(date(2026, 1, 1)) >= 180


def test_runs_by_the_clock(device, capsys) -> None:
    call_command("devices_tidy")
    assert "随人搬迁 0 台，清除原文 0 条" in capsys.readouterr().out
