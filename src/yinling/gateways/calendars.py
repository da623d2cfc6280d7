"""Appointments as a calendar file (RFC 5545)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_BYTES = 73  # 75 with the line end; RFC 5545, 3.1


@dataclass(frozen=True)
class Entry:
    """One appointment."""

    key: str
    starts: datetime
    ends: datetime
    words: str
    place: str


def write_calendar(entries: Sequence[Entry], *, title: str, at: datetime) -> str:
    """The file, with Windows line ends as the standard asks; moments are aware."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yinling//ZH", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(title)}", "METHOD:PUBLISH"]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{_text(entry.key)}@yinling", f"DTSTAMP:{_moment(at)}",
            f"DTSTART:{_moment(entry.starts)}", f"DTEND:{_moment(entry.ends)}",
            f"SUMMARY:{_text(entry.words)}", f"LOCATION:{_text(entry.place)}", "CLASS:PRIVATE", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """Long lines go on after a blank; a character is never cut."""
    parts, now = [], ""
    for sign in line:
        if len((now + sign).encode()) > LINE_BYTES:
            parts.append(now)
            now = " "
        now += sign
    return "\r\n".join([*parts, now])
