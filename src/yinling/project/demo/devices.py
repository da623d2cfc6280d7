"""Devices of the demo: bases and sensors in homes, one silent, one with a low battery, one that nobody knows."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
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


@dataclass(frozen=True)
class Hung:
    """A device in a home: heard how many minutes ago, with which battery; `account` where hints name it."""

    kind: str
    line: str
    label: str
    room: str
    minutes: int
    battery: int | None = None
    account: str = ""
    secret: str = ""
    expected_seconds: int | None = None


HUNG = (
    Hung("sos_base", "dc09", "呼叫主机", "卧室床头", 2),
    Hung("sos_button", "json", "呼叫按钮", "卫生间", 90, 86),
    Hung("smoke", "json", "烟感", "厨房", 400, 71),
    Hung("watch", "json", "定位手表", "随身", 12, 12),
    Hung("radar", "json", "跌倒监测雷达", "卫生间", 1),
    Hung("gas", "json", "燃气报警器", "厨房", 30),
    Hung("water", "json", "水浸传感器", "卫生间", 700, 18),
    Hung("sos_base", "dc09", "呼叫主机", "客厅", 55),
    # A base that seals what it says, one of another make, and one that is quickly missed when it is unplugged.
    Hung("sos_base", "dc09", "加密呼叫主机", "卧室床头", 1, account="2001", secret="00112233445566778899AABBCCDDEEFF"),
    Hung("sos_base", "scaip", "网络呼叫主机", "客厅", 1, account="26317"),
    Hung("sos_base", "json", "试拔的呼叫主机", "客厅", 0, account="demo-unplug", expected_seconds=20),
)
MORE = (
    Hung("sos_base", "dc09", "呼叫主机", "卧室床头", 3),
    Hung("radar", "json", "跌倒监测雷达", "卫生间", 1),
    Hung("smoke", "json", "烟感", "厨房", 240, 88),
    Hung("watch", "json", "定位手表", "随身", 9, 64),
    Hung("bed_pad", "json", "睡眠监测带", "卧室", 1),
)
HOMES = 36  # as far as there are people
IN_STORE = (("sos_base", "dc09"), ("smoke", "json"), ("door", "json"))
MINUTE = timedelta(minutes=1)
WATCHED_MINUTES = 30


def build(cast: Cast) -> None:
    """One device for each of some people, tested on the spot; what was heard since."""
    clerk, today = cast.actors[CLERK], day_of(cast.at)
    own = cast.actors["elder"].person_id
    people = list(people_visible(clerk, on=today).order_by("birth_date", "pk").values_list("pk", flat=True))
    people = ([own] if own in people else []) + [one for one in people if one != own]
    hung = zip([*HUNG, *islice(cycle(MORE), HOMES - len(HUNG))], people, strict=False)
    heard = [hang(cast, number, told, person_id) for number, (told, person_id) in enumerate(hung, 1)]
    for number, (kind, line) in enumerate(IN_STORE, 1):
        details = DeviceDetails(kind, line, f"demo-store-{number}", clerk.area, serial=f"YS-K{number:04d}")
        register(details, by=clerk, at=cast.at)
    beat(heard, at=cast.at)
    for minutes in range(WATCHED_MINUTES, -1, -5):
        watch_silence(at=cast.at - minutes * MINUTE)
    take([Report("adm-cid", "7788", "101", reference="0001", raw=b'"ADM-CID"0001L0#7788')], at=cast.at - 9 * MINUTE)


def hang(cast: Cast, number: int, told: Hung, person_id: int) -> Heartbeat:
    """Registered, put up and tested some days ago; when it was heard last."""
    clerk, at = cast.actors[CLERK], cast.at - timedelta(days=number + 3)
    account = told.account or (f"{1000 + number}" if told.line == "dc09" else f"demo-{told.kind}-{number}")
    details = DeviceDetails(
        told.kind, told.line, account, clerk.area, serial=f"YS-{number:05d}", label=told.label, secret=told.secret,
        expected_seconds=told.expected_seconds,
    )  # fmt: skip
    made = register(details, by=clerk, at=at)
    who: dict[str, Any] = {"device_id": made.pk, "by": clerk}
    install(Home(person_id, told.room), at=at, **who)
    begin_test(at=at, **who)
    test = {"dc09": ("adm-cid", "601"), "scaip": ("scaip", "102/4")}.get(told.line, ("json", "test"))
    take([Report(test[0], account, test[1], reference="0001", raw=b"test")], at=at + MINUTE)
    end_test(at=at + 2 * MINUTE, **who)
    return Heartbeat(made.pk, cast.at - told.minutes * MINUTE, told.battery)
