"""What a device said, the same value whichever way it came, and the one fault of a frame that cannot be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

Value = str | int | float | bool

ACCOUNT_MAX, TEXT_MAX = 64, 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


class Qualifier(StrEnum):
    """Whether what the code says begins, ends, or still holds."""

    NEW = "new"
    RESTORED = "restored"
    STATUS = "status"


class Fault(StrEnum):
    """Why a frame is no frame, as one word a log can count."""

    SHAPE = "shape"
    TOO_LONG = "too_long"
    LENGTH = "length"
    CHECKSUM = "checksum"
    KEY = "key"
    CIPHER = "cipher"
    TIME = "time"
    CONTENT = "content"
    SENDER = "sender"
    SIGNATURE = "signature"
    NO_FORM = "no_form"


_WORDS = {
    Fault.SHAPE: "报文格式不对",
    Fault.TOO_LONG: "报文太长",
    Fault.LENGTH: "报文长度与所写不符",
    Fault.CHECKSUM: "校验和不符",
    Fault.KEY: "报文已加密，没有可用的密钥",
    Fault.CIPHER: "报文无法解密",
    Fault.TIME: "报文没有时间或时间不对",
    Fault.CONTENT: "报文内容不对",
    Fault.SENDER: "报文里的账号与发送者不符",
    Fault.SIGNATURE: "签名不符",
    Fault.NO_FORM: "没有登记这种报文",
}


class FrameFault(ValueError):
    """A frame that cannot be read; the only exception a reader of frames raises. `reason` says why."""

    def __init__(self, reason: Fault, detail: str = "") -> None:
        super().__init__(_WORDS[reason] + (f"：{detail}" if detail else ""))
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device says it is: degrees of WGS 84, as sent."""

    longitude: float
    latitude: float


class Report(NamedTuple):
    """One thing said by one device. A tuple, for thousands are made in a second.

    `protocol` and `code` together have a meaning: `adm-cid` 101, `sia` QA, `dc09` NULL, `scaip` 10/4 (status code and
    device type) or PI, `json` any word. `account` names the device or its base, `zone` a part of it. `reference` is
    the sender's own number of the message. `occurred_at` is aware, or None where the frame says no believable time.
    `values` are further readings by name. `raw` is the frame as it came; several reports may share one.
    """

    protocol: str
    account: str
    code: str
    qualifier: Qualifier = Qualifier.NEW
    zone: str = ""
    reference: str = ""
    occurred_at: datetime | None = None
    values: Mapping[str, Value] = MappingProxyType({})
    place: Place | None = None
    text: str = ""
    raw: bytes = b""

    @property
    def key(self) -> str | None:
        """The same for a report sent twice, in whatever order: 32 hex digits; None if nothing tells two apart.

        Senders count round (DC-09 from 0001 to 9999), so a key is only comparable within some hours.
        """
        moment = self.occurred_at.isoformat() if self.occurred_at else ""
        if not (self.reference or moment):
            return None
        parts = (self.protocol, self.account, self.reference or moment, self.code, self.qualifier, self.zone)
        return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def clean(text: str, longest: int = TEXT_MAX) -> str:
    """Text fit for storing: no control characters, no half characters, no blanks around it, cut to `longest`."""
    if len(text) <= longest and text.isprintable():
        return text.strip()
    return _CONTROL.sub(" ", text[: longest * 4]).strip()[:longest]


def place_of(longitude: float | None, latitude: float | None) -> Place | None:
    """The place of two numbers; None unless both are on the globe, and for 0, 0, which says no fix."""
    if longitude is None or latitude is None or not (longitude or latitude):
        return None
    on_globe = -180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0
    return Place(longitude, latitude) if on_globe else None
