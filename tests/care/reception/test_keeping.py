"""What receivers heard, handed to the register of devices."""

from collections import OrderedDict
from datetime import timedelta

import pytest
from django.db import OperationalError

from tests.care.devices.conftest import AT, report
from yinling.care.alarms.actions import raising
from yinling.care.alarms.models import Alarm
from yinling.care.devices.models import DeviceEvent, DeviceSeen
from yinling.care.reception import actions, queries
from yinling.care.reception.actions import STRANGERS_AT_ONCE, keep_missing, keep_reports, keep_signs, take_push
from yinling.care.reception.queries import is_sign, key_of
from yinling.engines.telemetry.reports import Report
from yinling.gateways.receivers.intake import Away, Heard, Verdict

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
RADAR = ("json", "radar-1")


def heard(said: Report, after: timedelta = timedelta()) -> Heard:
    return Heard(said, AT + after, "test")


def sign(account: str, **values: int) -> Report:
    return Report("json", account, "heartbeat", values=values)


def test_keep_each_report_with_its_own_second(device) -> None:
    """What waited while the database was away came when it came."""
    batch = [heard(report(reference=f"{number}"), number * 30 * SECOND) for number in range(3)]
    assert keep_reports(batch) == [Verdict.KEPT] * 3
    assert list(DeviceEvent.objects.order_by("id").values_list("received_at", flat=True)) == [one.at for one in batch]
    assert keep_reports(batch) == [Verdict.KEPT] * 3
    assert DeviceEvent.objects.count() == 3


def test_keep_calls_with_a_fixed_number_of_statements(device, radar, django_assert_num_queries) -> None:
    """From the frame to the alarm, its timer and its record; two calls cost no more than one."""
    keep_reports([heard(report("110", reference="1"))])  # the book of changes has its first row
    others = [Report("json", "radar-1", code, reference=code) for code in ("sos", "smoke")]
    for batch in ([report("101", reference="2")], others):
        with django_assert_num_queries(16):
            assert set(keep_reports([heard(one) for one in batch])) == {Verdict.KEPT}


@pytest.mark.parametrize(
    "keep", [lambda one: keep_reports([heard(one)]), lambda one: take_push([one], signature="b", at=AT)]
)
def test_begin_anew_where_somebody_was_quicker(device, monkeypatch, keep) -> None:
    """Between the look and the deed another receiver raised the same alarm by another press: it is joined."""
    keep_reports([heard(report(reference="1"))])
    look, looks = raising._fresh, list[int]()

    def look_too_early(raised):
        looks.append(len(raised))
        return look(raised) if len(looks) > 1 else dict.fromkeys(range(len(raised)))

    monkeypatch.setattr(raising, "_fresh", look_too_early)
    assert keep(report(reference="2"))
    assert (looks, Alarm.objects.get().times_raised, DeviceEvent.objects.count()) == ([1, 1], 2, 2)


def test_keep_only_what_another_receiver_did_not_store(device, django_assert_num_queries) -> None:
    """One look, where all of it is there."""
    batch = [heard(report(reference=f"{number}"), number * SECOND) for number in range(4)]
    keep_reports([one._replace(at=one.at + SECOND) for one in batch[::2]])
    assert keep_missing(batch) == [Verdict.KEPT] * 4
    assert list(DeviceEvent.objects.order_by("id").values_list("reference", flat=True)) == ["0", "2", "1", "3"]
    with django_assert_num_queries(1):
        assert keep_missing(batch) == [Verdict.KEPT] * 4
    assert keep_missing([heard(report(account="9"))]) == [Verdict.UNKNOWN]


def test_tell_a_strange_account(device) -> None:
    assert keep_reports([heard(report(account="9"))]) == [Verdict.UNKNOWN]


def test_note_when_devices_were_heard(device, radar) -> None:
    batch = [heard(sign("radar-1", battery=40), SECOND), heard(Report("dc09", "1234", "NULL"), 2 * SECOND)]
    assert keep_signs(batch) == [Verdict.KEPT] * 2
    seen = dict(DeviceSeen.objects.values_list("device", "last_seen_at"))
    assert seen == {radar.pk: AT + SECOND, device.pk: AT + 2 * SECOND}
    assert DeviceSeen.objects.get(device=radar).battery_percent == 40


def test_ask_for_a_number_once(radar, django_assert_num_queries) -> None:
    assert queries.numbers_of([RADAR])
    with django_assert_num_queries(0):
        assert queries.numbers_of([RADAR]) == [radar.pk]


def test_ask_for_numbers_without_walking_through_all_that_are_known(radar, monkeypatch) -> None:
    """With 420,000 known devices that took three quarters of a receiver's time."""

    class Known(OrderedDict):
        def __iter__(self):
            raise AssertionError

        keys = items = values = __iter__

    monkeypatch.setattr(queries, "_numbers", Known())
    for _ in range(2):
        assert queries.numbers_of([RADAR, ("json", "nobody"), RADAR]) == [radar.pk, None, radar.pk]


def test_forget_the_oldest_numbers_and_still_answer(radar, device, monkeypatch) -> None:
    monkeypatch.setattr(queries, "NUMBERS_MAX", 1)
    for _ in range(2):
        assert queries.numbers_of([RADAR, ("dc09", "1234")]) == [radar.pk, device.pk]
    assert len(queries._numbers) == 1


def test_note_strangers_that_beat_but_not_without_end(radar) -> None:
    batch = [heard(sign(f"nobody-{number}")) for number in range(STRANGERS_AT_ONCE + 9)] + [heard(sign("radar-1"))]
    verdicts = keep_signs(batch)
    assert verdicts == [Verdict.UNKNOWN] * (STRANGERS_AT_ONCE + 9) + [Verdict.KEPT]
    assert DeviceEvent.objects.filter(device=None).count() == STRANGERS_AT_ONCE


@pytest.mark.parametrize(
    ("keep", "asked"), [(keep_reports, "receive"), (keep_missing, "are_stored"), (keep_signs, "numbers_of")]
)
def test_say_that_the_database_is_away(monkeypatch, keep, asked) -> None:
    def locked(*_anything, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, asked, locked)
    monkeypatch.setattr(actions.connection, "close", lambda: None)
    with pytest.raises(Away, match="locked"):
        keep([heard(report())])


def test_know_signs_of_life(device) -> None:
    said = [Report("dc09", "1", "NULL"), Report("scaip", "1", "PI"), sign("1"), report(), Report("json", "1", "sos")]
    assert [is_sign(one) for one in said] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("secret", "key"),
    [("0123456789ABCDEF", b"0123456789ABCDEF"), ("00" * 16, bytes(16)), ("ab" * 32, b"\xab" * 32), ("short", None)],
)
def test_know_the_key_of_a_base(device, secret, key) -> None:
    device.secret = secret
    device.save()
    assert key_of("1234") == key
    assert key_of("9999") is None
