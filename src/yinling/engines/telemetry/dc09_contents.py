"""What a DC-09 frame reports: Contact ID (DC-05), SIA codes (DC-03), supervision; and the contents written.

Contact ID is `#account|QCCC GG ZZZ`: qualifier, code, group, zone. SIA is `#account|Nri1/QA001^text^/…`: small
letters modify the codes after them, every code is an event of its own. Any other kind is handed on by its name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yinling.engines.telemetry.dc09 import Frame, read_time
from yinling.engines.telemetry.reports import (
    ACCOUNT_MAX,
    Fault,
    FrameFault,
    Qualifier,
    Report,
    Value,
    clean,
    place_of,
)

CONTACT_ID, SIA, SUPERVISION = "ADM-CID", "SIA-DCS", ("NULL", "XNM")
READ_TOKENS = frozenset((CONTACT_ID, SIA, *SUPERVISION))
REPLY_TOKENS = frozenset(("ACK", "NAK", "DUH", "RSP"))
EVENTS_MAX = 50
_QUALIFIERS = {"1": Qualifier.NEW, "3": Qualifier.RESTORED, "6": Qualifier.STATUS}
_DIGIT_OF = {qualifier: digit for digit, qualifier in _QUALIFIERS.items()}
_CID = re.compile(r"([136])([0-9A-F]{3}) ?([0-9A-F]{2}) ?([0-9A-F]{3})(?:\|A?(.*))?", re.DOTALL)
_MODIFIER = re.compile(r"([a-z]{2})([0-9.:-]{0,32})(?:\^[^^/]*\^?)?/?")
_EVENT = re.compile(r"([A-Z]{2})([0-9A-F]{0,16})(?:\*(?:\"([^\"]*)\"[A-Z]{0,2}|([^/^|]*)))?(?:\^([^^/]*)\^?)?/?")
_MODIFIERS = {
    "ri": "area", "id": "user", "pi": "peripheral", "ti": "time", "da": "date", "lv": "level", "va": "value",
}  # fmt: skip
# Blocks after the data. A (hash) and K (a new key) are secrets and are never read out; H, X and Y have fields.
_EXTRAS = {
    "B": "battery", "C": "category", "G": "network_path", "L": "location", "M": "mac", "N": "network_address",
    "O": "building", "R": "room", "S": "site", "T": "trigger", "V": "verification", "Z": "altitude",
}  # fmt: skip
_ANGLE = re.compile(r"(-?\d{1,3}(?:\.\d+)?)|(\d{1,3})([NSEW])(\d{1,2}(?:\.\d+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Event:
    protocol: str
    code: str
    qualifier: Qualifier = Qualifier.NEW
    zone: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    text: str = ""


def reports(frame: Frame) -> tuple[Report, ...]:
    """What the frame says, one report per event; none for a reply. Raises FrameFault."""
    token = frame.head.token
    if token in REPLY_TOKENS:
        return ()
    account, bar, content = frame.data.decode("utf-8", "replace").partition("|")
    if not account.startswith("#"):
        account, content = "", account + bar + content
    if token == CONTACT_ID:
        events = [_contact_id(content)]
    elif token == SIA:
        events = _sia(content)
    else:
        events = [_Event("dc09", token, text=clean(content))]
    return tuple(_report(frame, account[1:], event) for event in events)


def _report(frame: Frame, account: str, event: _Event) -> Report:
    """The event with what the blocks after the data say. A converter may speak for several accounts, but its key
    vouches only for the account of the head: that one is taken, the other is told among the values."""
    head = frame.head
    said = {part[:1].decode("ascii", "replace"): clean(part[1:].decode("utf-8", "replace")) for part in frame.extra}
    values = event.values | {_EXTRAS[letter]: text for letter, text in said.items() if letter in _EXTRAS and text}
    if account and head.account and account != head.account:
        values["data_account"] = clean(account, ACCOUNT_MAX)
    return Report(
        protocol=event.protocol,
        account=head.account or clean(account, ACCOUNT_MAX),
        code=event.code,
        qualifier=event.qualifier,
        zone=event.zone,
        reference=head.reference,
        occurred_at=read_time(said.get("H", "")) or frame.sent_at,
        values=values,
        place=place_of(_degrees(said.get("X", "")), _degrees(said.get("Y", ""))),
        text=said.get("I") or event.text,
        raw=frame.raw,
    )


def _contact_id(content: str) -> _Event:
    match = _CID.fullmatch(content)
    if match is None:
        raise FrameFault(Fault.CONTENT, clean(content, 40))
    digit, code, group, zone, text = match.groups()
    area: dict[str, Value] = {"area": _number(group)} if _number(group) else {}
    return _Event("adm-cid", code, _QUALIFIERS[digit], _number(zone), area, clean(text or ""))


def _sia(content: str) -> list[_Event]:
    """Events of all blocks; a block of text tells about every event, and is one itself where there is no other."""
    blocks = content.split("|")
    text = clean(" ".join(block[1:] for block in blocks if block[:1] == "A"))
    events = [event for block in blocks if block[:1] in ("N", "O", "E") for event in _information(block, text)]
    if len(events) > EVENTS_MAX:
        raise FrameFault(Fault.TOO_LONG)
    if not events and not text:
        raise FrameFault(Fault.CONTENT, clean(content, 40))
    return events or [_Event("sia", "A", text=text)]


def _information(block: str, text: str) -> Iterator[_Event]:
    """Events of one block; what cannot be read ends it, so that an alarm before it is not lost."""
    qualifier, said, at = Qualifier.STATUS if block[0] == "O" else Qualifier.NEW, dict[str, Value](), 1
    while at < len(block):
        if match := _MODIFIER.match(block, at):
            said[_MODIFIERS.get(match[1], match[1])] = match[2]
        elif match := _EVENT.match(block, at):
            code, zone, quoted, units, words = match.groups()
            values = {**said, "units": clean(units)} if units else dict(said)
            yield _Event("sia", code, qualifier, _number(zone), values, clean(words or quoted or "") or text)
        else:
            return
        at = match.end()


def _number(digits: str) -> str:
    """A number without the noughts in front; nothing for nought."""
    return digits.upper().lstrip("0")


def _degrees(text: str) -> float | None:
    """`093W23.456` (degrees, side, minutes) or decimal degrees; None for anything else."""
    match = _ANGLE.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return float(match[1])
    return (int(match[2]) + float(match[4]) / 60) * (-1 if match[3] in "SW" else 1)


def contact_id_content(
    account: str, code: str, *, qualifier: Qualifier = Qualifier.NEW, area: str = "", zone: str = ""
) -> bytes:
    """`#1234|1101 00 001`."""
    return f"#{account}|{_DIGIT_OF[qualifier]}{code} {area:0>2} {zone:0>3}".encode("ascii", "replace")


def sia_content(account: str, codes: tuple[tuple[str, str], ...], *, area: str = "", is_old: bool = False) -> bytes:
    """`#1234|Nri1/QA001`, with several codes and zones in one."""
    packets = ([f"ri{area}"] if area else []) + [f"{code}{zone}" for code, zone in codes]
    return f"#{account}|{'O' if is_old else 'N'}{'/'.join(packets)}".encode("ascii", "replace")
