"""SIA DC-09 frames: read with all checks, open what is sealed, and write them.

LF · checksum · length · body · CR, where body is "ID" · sequence · receiver · line · #account · [data] · [extra] … ·
_time, and checksum (CRC-16/ARC) and length cover the body. After `*` in the ID everything behind the first `[` is
AES-CBC with a zero start block, in hex, padded in front. The mode proves no origin: a frame that opens may still be
altered in its first block by somebody on the way, and its time is the only guard against a repeated one.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from yinling.engines.telemetry.reports import Fault, FrameFault

LONGEST = 4096  # bytes of a frame; the standard's length has three hex digits
_START, _END = b"\n", b"\r"
_KEY_SIZES, _BLOCK = (16, 24, 32), 16
_PAD = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"  # no bar, no bracket
_BODY = re.compile(
    rb'"(\*?)([A-Z0-9-]{2,16})"(\d{4})(?:R([0-9A-Fa-f]{1,6}))?(?:L([0-9A-Fa-f]{1,6}))?(?:[#A]([0-9A-Za-z]{1,16}))?\[(.*)',
    re.DOTALL,
)
_REST = re.compile(rb"([^\[\]]*)\]((?:\[[^\[\]]*\])*)(?:_([\d:,-]{19}))?", re.DOTALL)
_EXTRA = re.compile(rb"\[([^\[\]]*)\]")
_SEALED = re.compile(rb"(?:[0-9A-Fa-f]{32})+")
_HEX = re.compile(rb"[0-9A-Fa-f]{4}")
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in clear before the data. `receiver` and `account` are empty where the sender leaves them out."""

    token: str
    sequence: int
    account: str
    line: str = "0"
    receiver: str = ""
    is_encrypted: bool = False

    @property
    def reference(self) -> str:
        """The sender's number of this message on its line; empty for 0000, which numbers nothing."""
        receiver = f"R{self.receiver}" if self.receiver else ""
        return f"{receiver}L{self.line}/{self.sequence:04}" if self.sequence else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that passed every check. `extra` are the blocks after the data; `sent_at` is aware, in UTC."""

    head: Head
    data: bytes = b""
    extra: tuple[bytes, ...] = ()
    sent_at: datetime | None = None
    raw: bytes = field(default=b"", compare=False)

    def is_in_time(self, at: datetime, behind: timedelta, ahead: timedelta) -> bool:
        """Whether the sender's clock is at most so far behind or ahead of `at`; a frame without time is."""
        return self.sent_at is None or at - behind <= self.sent_at <= at + ahead


KeyOf = Callable[[Head], bytes | None]
Noise = Callable[[int], bytes]


def no_key(head: Head) -> bytes | None:
    """For receivers without keys."""
    return None


def checksum(body: bytes) -> int:
    """CRC-16/ARC: of `123456789` it is 0xBB3D."""
    register = 0
    for byte in body:
        register = (register >> 8) ^ _TABLE[(register ^ byte) & 0xFF]
    return register


def _column(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 if byte & 1 else 0)
    return byte


_TABLE = tuple(_column(byte) for byte in range(256))


def read(raw: bytes, key_of: KeyOf = no_key) -> Frame:
    """The frame in exactly these bytes. `key_of` finds the key of a sealed one. Raises FrameFault only."""
    head, rest = read_head(raw)
    if head.is_encrypted:
        rest = _opened(rest, key_of(head))
    match = _REST.fullmatch(rest)
    if match is None:
        raise FrameFault(Fault.CIPHER if head.is_encrypted else Fault.SHAPE)
    if head.is_encrypted and match[3] is None:
        raise FrameFault(Fault.TIME)
    sent_at = read_time(match[3].decode("ascii")) if match[3] else None
    if match[3] and sent_at is None:
        raise FrameFault(Fault.TIME)
    return Frame(head, match[1], tuple(_EXTRA.findall(match[2])), sent_at, bytes(raw))


def read_head(raw: bytes) -> tuple[Head, bytes]:
    """What stands in clear, and the bytes after the first bracket as they came. Raises FrameFault only."""
    body = _checked(raw)
    match = _BODY.fullmatch(body)
    if match is None:
        raise FrameFault(Fault.SHAPE)
    receiver, line, account = (part.decode("ascii") if part else "" for part in match.group(4, 5, 6))
    return Head(match[2].decode("ascii"), int(match[3]), account, line or "0", receiver, bool(match[1])), match[7]


def _checked(raw: bytes) -> bytes:
    """The body of a frame whose envelope, length and checksum (four digits or two bytes) are right."""
    if len(raw) > LONGEST:
        raise FrameFault(Fault.TOO_LONG)
    if raw[:1] != _START or raw[-1:] != _END:
        raise FrameFault(Fault.SHAPE)
    if raw[9:10] == b'"' and _HEX.fullmatch(raw[1:5]):
        said, length, body = int(raw[1:5], 16), raw[5:9], raw[9:-1]
    elif raw[7:8] == b'"':
        said, length, body = int.from_bytes(raw[1:3], "big"), raw[3:7], raw[7:-1]
    else:
        raise FrameFault(Fault.SHAPE)
    if not _HEX.fullmatch(length) or int(length, 16) != len(body):
        raise FrameFault(Fault.LENGTH)
    if checksum(body) != said:
        raise FrameFault(Fault.CHECKSUM)
    return body


def _opened(sealed: bytes, key: bytes | None) -> bytes:
    """The text behind the padding. The padding ends with a bar, or at the bracket where the data is empty."""
    if key is None or len(key) not in _KEY_SIZES:
        raise FrameFault(Fault.KEY)
    if not _SEALED.fullmatch(sealed):
        raise FrameFault(Fault.CIPHER)
    opener = Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK))).decryptor()
    text = opener.update(bytes.fromhex(sealed.decode("ascii"))) + opener.finalize()
    bar, bracket = text.find(b"|"), text.find(b"]")
    if bracket < 0:
        raise FrameFault(Fault.CIPHER)
    return text[bar + 1 :] if 0 <= bar < bracket else text[bracket:]


def write(
    head: Head, data: bytes = b"", *, extra: tuple[bytes, ...] = (), at: datetime | None = None,
    key: bytes | None = None, noise: Noise = secrets.token_bytes,
) -> bytes:  # fmt: skip
    """The frame as bytes, sealed if there is a key; then `at`, which is aware, is needed. Raises FrameFault."""
    parts = (data, *extra)
    if any(set(b"[]\r\n") & set(part) for part in parts) or (key and at is None):
        raise FrameFault(Fault.CONTENT)
    rest = data + b"]" + b"".join(b"[" + part + b"]" for part in extra)
    rest += f"_{format_time(at)}".encode("ascii") if at else b""
    receiver = f"R{head.receiver}" if head.receiver else ""
    account = "A0" if head.token == "NAK" else f"#{head.account}" if head.account else ""
    star = "*" if key else ""
    front = f'"{star}{head.token}"{head.sequence:04}{receiver}L{head.line}{account}['.encode("ascii", "replace")
    body = front + (_sealed(rest, key, noise) if key else rest)
    if _BODY.fullmatch(body) is None:
        raise FrameFault(Fault.SHAPE)
    if len(body) > LONGEST - 10:
        raise FrameFault(Fault.TOO_LONG)
    return _START + f"{checksum(body):04X}{len(body):04X}".encode("ascii") + body + _END


def _sealed(rest: bytes, key: bytes, noise: Noise) -> bytes:
    if len(key) not in _KEY_SIZES:
        raise FrameFault(Fault.KEY)
    size = _BLOCK + -(len(rest) + 1) % _BLOCK
    pad = bytes(_PAD[byte % len(_PAD)] for byte in noise(size))
    sealer = Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK))).encryptor()
    return (sealer.update(pad + b"|" + rest) + sealer.finalize()).hex().upper().encode("ascii")


def read_time(text: str) -> datetime | None:
    """The moment of `HH:MM:SS,MM-DD-YYYY`, which is UTC; None if there is none such."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, month, day, year = (int(part) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def format_time(at: datetime) -> str:
    """`HH:MM:SS,MM-DD-YYYY` in UTC of an aware moment."""
    return f"{at.astimezone(UTC):%H:%M:%S,%m-%d-}{at.astimezone(UTC).year:04}"
