"""What a simulated device says, in the words of its line. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from yinling.engines.telemetry.dc09 import Head, write
from yinling.engines.telemetry.dc09_contents import contact_id_content
from yinling.engines.telemetry.json_forms import write_own
from yinling.engines.telemetry.reports import Qualifier, Report

SEQUENCE_MAX = 9999
BATTERY_LOW = 8  # percent


class Way(StrEnum):
    """By which way a device sends."""

    DC09 = "dc09"
    SCAIP = "scaip"
    MQTT = "mqtt"
    PUSH = "push"


class Cannot(ValueError):
    """A device on this line has no word for that."""

    def __init__(self, what: str, way: Way) -> None:
        super().__init__(f"{way} 没有“{what}”这种报文")


# Contact ID, status code of SCAIP, own word of JSON; None: no word.
WORDS: Mapping[str, tuple[str | None, str | None, str | None]] = {
    "sos": ("101", "0010", "sos"),
    "fall": ("103", None, "fall"),
    "smoke": ("111", None, "smoke"),
    "gas": ("151", None, "gas"),
    "water": ("154", None, "water"),
    "inactivity": ("102", None, "inactivity"),
    "battery": ("384", None, "low_battery"),
    "test": ("602", "0102", "test"),
    "heartbeat": ("NULL", "PI", "heartbeat"),
}
_COLUMN = {Way.DC09: 0, Way.SCAIP: 1, Way.MQTT: 2, Way.PUSH: 2}


@dataclass(frozen=True)
class Said:
    """One thing that a device says: `what` of WORDS, or that it is over; `number` counts its messages."""

    account: str
    what: str
    number: int
    at: datetime
    is_over: bool = False
    battery: int | None = None

    def word(self, way: Way) -> str:
        """The word of that line. Raises Cannot."""
        word = WORDS[self.what][_COLUMN[way]]
        if word is None:
            raise Cannot(self.what, way)
        return word


def dc09_frame(said: Said, key: bytes | None) -> bytes:
    """Sealed where there is a key."""
    word = said.word(Way.DC09)
    if said.what == "heartbeat":
        return write(Head(word, 0, said.account), at=said.at if key else None, key=key)
    qualifier = Qualifier.RESTORED if said.is_over else Qualifier.NEW
    content = contact_id_content(said.account, word, qualifier=qualifier, zone="1")
    head = Head("ADM-CID", said.number % SEQUENCE_MAX + 1, said.account)
    return write(head, content, at=said.at, key=key)


def scaip_fields(said: Said) -> dict[str, str]:
    """The parts of an `mrq`."""
    word = said.word(Way.SCAIP)
    kind = "PI" if word == "PI" else "RE" if said.is_over else "ME"
    status = {} if word == "PI" else {"stc": word}
    return {"ref": f"{said.number:08X}", "mty": kind, "cid": said.account, "dty": "0004", **status}


def mqtt_message(said: Said) -> tuple[str, bytes]:
    """Topic and payload of the house's own form."""
    low = BATTERY_LOW if said.what == "battery" else said.battery
    return write_own(
        Report(
            "json",
            said.account,
            said.word(Way.MQTT),
            Qualifier.RESTORED if said.is_over else Qualifier.NEW,
            reference=str(said.number),
            occurred_at=said.at,
            values={} if low is None else {"battery": low},
        )  # fmt: skip
    )


def push_payload(said: Said) -> bytes:
    """What a platform of radars posts."""
    body = {
        "device_id": said.account, "event_type": said.word(Way.PUSH), "event_id": str(said.number),
        "timestamp": int(said.at.timestamp()), "status": "restored" if said.is_over else "new",
    }  # fmt: skip
    return json.dumps(body).encode()
