"""A full disk and a clock that jumps: nothing lost, nothing doubled, nothing believed that was wrong."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.care.devices.conftest import AT, report
from tests.care.reception.test_keeping import SECOND, heard, sign
from yinling.care.devices.models import DeviceEvent, DeviceSeen
from yinling.care.reception.actions import keep_reports, keep_signs
from yinling.gateways.receivers.intake import Away, Heard, Verdict

HOUR = timedelta(hours=1)


def limit_pages(pages: int) -> None:
    """As much as the file may grow to."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count={pages}")


def keep_all(batches: list[list[Heard]]) -> None:
    for batch in batches:
        assert keep_reports(batch) == [Verdict.KEPT]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a test fill its disk")
def test_keep_each_report_once_over_a_full_disk(device) -> None:
    """A device repeats until it is answered; the disk is full in between."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
    said = (report(reference=f"{number:04}")._replace(raw=bytes(50_000)) for number in range(40))
    batches = [[heard(one, number * SECOND)] for number, one in enumerate(said)]
    limit_pages(pages + 8)
    with pytest.raises(Away, match="full"):
        keep_all(batches)
    before = DeviceEvent.objects.count()
    limit_pages(2**30)
    keep_all(batches)
    assert before < len(batches) == DeviceEvent.objects.count()


@pytest.mark.django_db
def test_believe_a_clock_that_was_put_right(radar) -> None:
    """It ran an hour ahead: what it wrote would hide a silence for that hour."""
    keep_signs([heard(sign("radar-1", battery=80), HOUR)])
    keep_signs([heard(sign("radar-1", battery=79), 5 * SECOND)])
    seen = DeviceSeen.objects.get(device=radar)
    assert (seen.last_seen_at, seen.battery_percent) == (AT + 5 * SECOND, 79)


@pytest.mark.django_db
def test_pass_over_what_comes_out_of_order(radar) -> None:
    for seconds in (5, 30, 10):
        keep_signs([heard(sign("radar-1", battery=80 - seconds), seconds * SECOND)])
    seen = DeviceSeen.objects.get(device=radar)
    assert (seen.last_seen_at, seen.battery_percent) == (AT + 30 * SECOND, 50)


@pytest.mark.django_db
def test_raise_what_comes_while_the_clock_goes_back(device) -> None:
    keep_reports([heard(report(reference="0001"), HOUR)])
    keep_reports([heard(report("111", reference="0002"), SECOND), heard(report("111", reference="0002"), SECOND)])
    assert list(DeviceEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["sos", "smoke"]
