"""Devices of the demo: bases and sensors in some homes, one silent, one with a low battery, one that nobody knows."""

from datetime import timedelta
from typing import Any

from yinling.care.devices.actions.beating import beat
from yinling.care.devices.actions.installing import Home, begin_test, end_test, install
from yinling.care.devices.actions.receiving import take
from yinling.care.devices.actions.registering import DeviceDetails, register
from yinling.care.devices.actions.watching import watch_silence
from yinling.care.devices.domain.readings import Heartbeat
from yinling.engines.telemetry.reports import Report
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast
from yinling.project.demo.plans import CLERK

# Kind, line, label, room; heard how many minutes ago, with which battery.
HUNG = (
    ("sos_base", "dc09", "呼叫主机", "卧室床头", 2, None),
    ("sos_button", "json", "呼叫按钮", "卫生间", 90, 86),
    ("smoke", "json", "烟感", "厨房", 400, 71),
    ("watch", "json", "定位手表", "随身", 12, 12),
    ("radar", "json", "跌倒监测雷达", "卫生间", 1, None),
    ("gas", "json", "燃气报警器", "厨房", 30, None),
    ("water", "json", "水浸传感器", "卫生间", 700, 18),
    ("sos_base", "dc09", "呼叫主机", "客厅", 55, None),
)
IN_STORE = (("sos_base", "dc09"), ("smoke", "json"), ("door", "json"))
MINUTE = timedelta(minutes=1)
WATCHED_MINUTES = 30


def build(cast: Cast) -> None:
    """One device for each of some people, tested on the spot; what was heard since."""
    clerk, today = cast.actors[CLERK], day_of(cast.at)
    own = cast.actors["elder"].person_id
    people = list(people_visible(clerk, on=today).order_by("birth_date", "pk").values_list("pk", flat=True))
    people = ([own] if own in people else []) + [one for one in people if one != own]
    hung = zip(HUNG, people, strict=False)
    heard = [hang(cast, number, *told, person_id) for number, (told, person_id) in enumerate(hung, 1)]
    for number, (kind, line) in enumerate(IN_STORE, 1):
        details = DeviceDetails(kind, line, f"demo-store-{number}", clerk.area, serial=f"YS-K{number:04d}")
        register(details, by=clerk, at=cast.at)
    beat(heard, at=cast.at)
    for minutes in range(WATCHED_MINUTES, -1, -5):
        watch_silence(at=cast.at - minutes * MINUTE)
    take([Report("adm-cid", "7788", "101", reference="0001", raw=b'"ADM-CID"0001L0#7788')], at=cast.at - 9 * MINUTE)


def hang(
    cast: Cast, number: int, kind: str, line: str, label: str, room: str, minutes: int, battery: int | None,
    person_id: int,
) -> Heartbeat:  # fmt: skip
    """Registered, put up and tested some days ago; when it was heard last."""
    clerk, at = cast.actors[CLERK], cast.at - timedelta(days=number + 3)
    account = f"{1000 + number}" if line == "dc09" else f"demo-{kind}-{number}"
    details = DeviceDetails(kind, line, account, clerk.area, serial=f"YS-{number:05d}", label=label)
    made = register(details, by=clerk, at=at)
    who: dict[str, Any] = {"device_id": made.pk, "by": clerk}
    install(Home(person_id, room), at=at, **who)
    begin_test(at=at, **who)
    test = ("adm-cid", "601") if line == "dc09" else ("json", "test")
    take([Report(test[0], account, test[1], reference="0001", raw=b"test")], at=at + MINUTE)
    end_test(at=at + 2 * MINUTE, **who)
    return Heartbeat(made.pk, cast.at - minutes * MINUTE, battery)
