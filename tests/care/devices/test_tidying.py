"""Bytes whose time is over are forgotten, what they said is not."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, report
from yinling.care.devices.actions import tidying
from yinling.care.devices.actions.receiving import take
from yinling.care.devices.actions.tidying import forget_raw
from yinling.care.devices.models import DeviceEvent, RawForgotten
from yinling.care.devices.queries.finding import rules
from yinling.kernel.actor import machine

pytestmark = pytest.mark.django_db
ROBOT = machine("测试")


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
    assert "随人变更 0 台，清除原文 0 条" in capsys.readouterr().out
