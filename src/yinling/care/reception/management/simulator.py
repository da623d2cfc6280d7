"""Simulated devices of this deployment: which there are, where they send, and sending as real ones do."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from yinling.care.devices.queries.finding import rules
from yinling.care.devices.queries.register import devices_visible
from yinling.care.reception.domain import signing
from yinling.care.reception.domain.simulated import Said, Way, dc09_frame, mqtt_message, push_payload, scaip_fields
from yinling.care.reception.management.receivers import address_of
from yinling.care.reception.queries import key_of
from yinling.gateways.dialling import dc09, pushing, scaip
from yinling.gateways.dialling.answers import Answered
from yinling.gateways.dialling.mqtt import Publisher
from yinling.gateways.receivers.mqtt import broker_at
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of

SIMULATOR = machine("模拟设备")
WAYS = {"dc09": Way.DC09, "scaip": Way.SCAIP, "json": Way.MQTT}
PUSH_FORM = "webhook"
UNKNOWN_PERIOD_SECONDS = 3600


@dataclass(frozen=True)
class Simulated:
    """A device in a home."""

    account: str
    line: str
    kind: str
    period_seconds: int
    silent_seconds: float
    battery: int | None
    is_silent: bool


@dataclass(frozen=True)
class Where:
    """Where devices send: `host:port`, a broker's address, an address of the web."""

    dc09: str
    scaip: str
    mqtt: str
    web: str = ""

    @staticmethod
    def path() -> Path:
        """The file in which the receivers of a demo say it."""
        return Path(settings.VAR) / "receivers.json"

    @classmethod
    def known(cls) -> "Where":
        """As a running demo says, else by the settings."""
        if cls.path().is_file():
            return cls(**json.loads(cls.path().read_text()))
        return cls(settings.DC09_ADDRESS, settings.SCAIP_ADDRESS, settings.MQTT_BROKER, "http://127.0.0.1:8000")

    def tell(self) -> None:
        """Writes it where `known` looks."""
        self.path().parent.mkdir(parents=True, exist_ok=True)
        self.path().write_text(json.dumps(asdict(self)))


def devices_at_home(at: datetime, *, account: str = "", kind: str = "") -> list[Simulated]:
    """Devices that hang in homes, in the order in which they came; of one account or kind where it is said."""
    rows = devices_visible(SIMULATOR, on=day_of(at)).filter(state__in=["installed", "testing"])
    rows = rows.filter(account=account) if account else rows
    rows = rows.filter(kind=kind) if kind else rows
    silent = set(rows.filter(silences__isnull=False, silences__back_at=None).values_list("pk", flat=True))
    asked = rows.order_by("pk").values_list(
        "pk", "account", "protocol", "kind", "expected_seconds", "seen__battery_percent"
    )
    return [_simulated(row[1:], is_silent=row[0] in silent) for row in asked]


def stranger(account: str) -> Simulated:
    """Something that hangs in no home, and speaks by DC-09 unless told otherwise."""
    return Simulated(account, "dc09", "没有登记的账号", UNKNOWN_PERIOD_SECONDS, UNKNOWN_PERIOD_SECONDS, None, False)


def _simulated(row: tuple[str, str, str, int | None, int | None], *, is_silent: bool) -> Simulated:
    account, line, kind, expected, battery = row
    known = rules().kinds.get(kind)
    period = expected or (known.heartbeat_seconds if known else UNKNOWN_PERIOD_SECONDS)
    return Simulated(account, line, kind, period, period * (known.grace if known else 1), battery, is_silent)


def send(said: Said, way: Way, where: Where, *, is_udp: bool = False) -> Answered:
    """Over the network, and what came back. Raises Cannot, NoAddress, NoBroker, OSError."""
    if way is Way.DC09:
        key = key_of(said.account)
        return dc09.dial(*address_of(where.dc09), dc09_frame(said, key), key=key, is_udp=is_udp)
    if way is Way.SCAIP:
        return scaip.call(*address_of(where.scaip), scaip_fields(said))
    if way is Way.PUSH:
        return push(said, where)
    with Publisher(broker_at(where.mqtt, settings.MQTT_AUTHORITY)) as publisher:
        return publisher.publish(*mqtt_message(said))


def push(said: Said, where: Where) -> Answered:
    """As a platform does over HTTP."""
    payload, seconds = push_payload(said), str(int(said.at.timestamp()))
    headers = {
        "X-Yinling-Time": seconds,
        "X-Yinling-Signature": signing.signature(settings.PUSH_TOKEN, seconds, payload),
    }
    return pushing.post(f"{where.web}/pushes/{PUSH_FORM}/", payload, headers)
