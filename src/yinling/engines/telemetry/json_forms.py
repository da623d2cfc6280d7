"""JSON messages of brokers and platforms, read by forms; and the house's own form, read and written."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yinling.engines.telemetry.forms import Form
from yinling.engines.telemetry.reports import (
    ACCOUNT_MAX,
    TEXT_MAX,
    Fault,
    FrameFault,
    Qualifier,
    Report,
    Value,
    clean,
    place_of,
)
from yinling.kernel.dates import SHANGHAI

PAYLOAD_MAX, DEPTH_MAX, EVENTS_MAX, CODE_MAX = 65_536, 16, 100, 40
_YEARS = 2000, 2100
_EARLIEST, _LATEST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in _YEARS)
_MILLISECONDS_FROM = 10**11  # a larger number of seconds would be past the year 5000
_LARGEST = 2**53
_HOLE = re.compile(r"\{([a-z_]+)\}")
_SECONDS, _DEGREES = re.compile(r"[0-9]{9,13}"), re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
_ON, _OFF = frozenset(("true", "on", "1", "alarm")), frozenset(("false", "off", "0", "normal"))

_PLACE = frozenset(("longitude", "latitude"))

Path = tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A form with its paths taken apart. Most lead one step into the event: those are asked for without a walk."""

    form: Form
    unwrap: Path
    each: Path
    words: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, Path], ...]
    flags: tuple[tuple[Path, str], ...]
    value_words: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, Path], ...]


class Forms:
    """Forms ready for reading, found by topic or by name."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._named = {form.name: _prepared(form) for form in forms}
        self._topics = [(_pattern(one.form.topic), one) for one in self._named.values() if one.form.topic]

    @property
    def filters(self) -> tuple[str, ...]:
        """What to subscribe to: topics with a plus for every part in braces."""
        topics = (one.form.topic for one in self._named.values() if one.form.topic)
        return tuple(_HOLE.sub("+", topic) for topic in topics)

    def read_topic(self, topic: str, payload: bytes) -> tuple[Report, ...]:
        """Reports in an MQTT message. Raises FrameFault only."""
        for pattern, one in self._topics:
            if found := pattern.fullmatch(topic):
                return _read(one, payload, found.groupdict())
        raise FrameFault(Fault.NO_FORM, clean(topic, 60))

    def read_named(self, name: str, payload: bytes) -> tuple[Report, ...]:
        """Reports in a message for which a form is named, as HTTP addresses do. Raises FrameFault only."""
        if name not in self._named:
            raise FrameFault(Fault.NO_FORM, clean(name, 60))
        return _read(self._named[name], payload, {})


def _prepared(form: Form) -> _Read:
    names = ("account", "code", "qualifier", "zone", "time", "reference", "text", "longitude", "latitude")
    words, fields = _near_and_far((name, _path(getattr(form, name))) for name in names if getattr(form, name))
    value_words, values = _near_and_far((name, _path(path)) for name, path in form.values.items())
    return _Read(
        form=form,
        unwrap=_path(form.unwrap),
        each=_path(form.each),
        words=words,
        fields=fields,
        flags=tuple((_path(path), code) for path, code in form.flags.items()),
        value_words=value_words,
        values=values,
    )


def _near_and_far(
    paths: Iterable[tuple[str, Path]],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Path], ...]]:
    """Those of one word, by that word, and the others."""
    known = tuple(paths)
    near = tuple((name, path[0]) for name, path in known if len(path) == 1)
    return near, tuple((name, path) for name, path in known if len(path) != 1)


def _path(text: str) -> Path:
    """Words of a path; one from the whole message begins with an empty word."""
    if text.startswith("/"):
        return ("", *text[1:].split("."))
    return tuple(text.split(".")) if text else ()


def _pattern(topic: str) -> re.Pattern[str]:
    """What a topic must look like, and what stands in its braces: each a whole part of it."""
    return re.compile("/".join(_part(part) for part in topic.split("/")))


def _part(part: str) -> str:
    return f"(?P<{part[1:-1]}>[^/]*)" if part[:1] == "{" else re.escape(part)


def _no_number(word: str) -> None:
    raise FrameFault(Fault.SHAPE, word)


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def parsed(payload: bytes) -> Any:
    """The JSON in these bytes, of bounded size and depth, without numbers that are none. Raises FrameFault only."""
    if len(payload) > PAYLOAD_MAX:
        raise FrameFault(Fault.TOO_LONG)
    try:
        data = _DECODER.decode(payload.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, FrameFault):
            raise
        raise FrameFault(Fault.SHAPE) from None
    if payload.count(b"{") + payload.count(b"[") > DEPTH_MAX and not _is_shallow(data):
        raise FrameFault(Fault.TOO_LONG)
    return data


def _is_shallow(data: Any) -> bool:
    level = [data]
    for _ in range(DEPTH_MAX):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]
        if not level:
            return True
    return not any(isinstance(one, dict | list) for one in level)


def _inside(data: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return data.values() if isinstance(data, dict) else data


def _at(data: Any, path: Path) -> Any:
    """What stands at the end of a path; None if it leads nowhere."""
    for word in path:
        if isinstance(data, dict):
            data = data.get(word)
        elif isinstance(data, list) and word.isascii() and word.isdigit() and len(word) < 5 and int(word) < len(data):
            data = data[int(word)]
        else:
            return None
    return data


def _read(one: _Read, payload: bytes, holes: Mapping[str, str]) -> tuple[Report, ...]:
    whole = inner = parsed(payload)
    if one.unwrap:
        inner = _at(whole, one.unwrap)
        inner = parsed(inner.encode("utf-8", "replace")) if isinstance(inner, str) else inner
    events = _at(inner, one.each) if one.each else [inner]
    if not isinstance(events, list):
        raise FrameFault(Fault.CONTENT)
    if len(events) > EVENTS_MAX:
        raise FrameFault(Fault.TOO_LONG)
    reports: list[Report] = []
    for event in events:
        if not isinstance(event, dict):
            raise FrameFault(Fault.CONTENT)
        reports += _reports(one, whole, event, holes, payload)
    return tuple(reports)


def _reports(one: _Read, whole: Any, event: dict[str, Any], holes: Mapping[str, str], raw: bytes) -> list[Report]:
    said: dict[str, Any] = {**holes}
    for name, word in one.words:
        if word in event and event[word] is not None:
            said[name] = event[word]
    for name, path in one.fields:
        found = _at(event, path) if path[0] else _at(whole, path[1:])
        if found is not None:
            said[name] = found
    account = _text(said.get("account"), ACCOUNT_MAX + 1)
    if not account or len(account) > ACCOUNT_MAX:
        raise FrameFault(Fault.CONTENT, "account")
    heard = [(name, event[word]) for name, word in one.value_words if word in event]
    if one.values:
        heard += [(name, _at(event, path)) for name, path in one.values]
    values = {name: value for name, found in heard if (value := _value(found)) is not None}
    occurred_at = read_time(said["time"]) if "time" in said else None
    text, zone = _text(said.get("text"), TEXT_MAX), _text(said.get("zone"), CODE_MAX)
    reference = _text(said.get("reference"), ACCOUNT_MAX)
    place = place_of(_coordinate(said["longitude"]), _coordinate(said["latitude"])) if said.keys() >= _PLACE else None
    return [
        Report("json", account, code, qualifier, zone, reference, occurred_at, values, place, text, raw)
        for code, qualifier in _codes(one, said, event)
    ]


def _codes(one: _Read, said: Mapping[str, Any], event: Any) -> list[tuple[str, Qualifier]]:
    """What happened: the code that the message names, and the flags it sets; else what the form says."""
    if not one.flags and "code" not in said:
        return [(one.form.otherwise, Qualifier.NEW)]
    flags = [(code, _flag(_at(event, path))) for path, code in one.flags]
    codes = [(code, Qualifier.NEW if flag else Qualifier.RESTORED) for code, flag in flags if flag is not None]
    if code := _text(said.get("code"), CODE_MAX):
        is_over = _text(said.get("qualifier"), CODE_MAX) in one.form.restored
        codes.insert(0, (code, Qualifier.RESTORED if is_over else Qualifier.NEW))
    return codes or [(one.form.otherwise, Qualifier.NEW)]


def _text(value: Any, longest: int) -> str:
    if isinstance(value, str):
        return clean(value, longest)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST else ""


def _value(value: Any) -> Value | None:
    """A reading: a truth value, a number that a float can hold, a short text; None for anything else."""
    if isinstance(value, str):
        return clean(value, 100)
    if isinstance(value, bool):
        return value
    return value if _number(value) is not None else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST and math.isfinite(value) else None


def _flag(value: Any) -> bool | None:
    """A truth value however it is written; None if it is none."""
    if isinstance(value, bool):
        return value
    word = str(value).lower() if isinstance(value, str) or value in (0, 1) else ""
    return True if word in _ON else False if word in _OFF else None


def _coordinate(value: Any) -> float | None:
    if isinstance(value, str) and _DEGREES.fullmatch(value):
        return float(value)
    return _number(value)


def read_time(value: Any) -> datetime | None:
    """The moment of an ISO text (without a zone: where the offices are) or of seconds or milliseconds since 1970.

    None for anything else and for years before 2000 or after 2100: a wrong clock must not lose an alarm.
    """
    if isinstance(value, str) and not _SECONDS.fullmatch(value):
        try:
            moment = datetime.fromisoformat(clean(value, 40))
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        return moment if _YEARS[0] <= moment.year < _YEARS[1] else None
    seconds = float(value) if isinstance(value, str) else _number(value)
    if seconds is None:
        return None
    seconds = seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds
    return datetime.fromtimestamp(seconds, UTC) if _EARLIEST <= seconds < _LATEST else None


def write_own(report: Report) -> tuple[str, bytes]:
    """Topic and payload of a report in the house's own form."""
    kind = "heartbeat" if report.code == "heartbeat" else "event"
    said: dict[str, Any] = {"id": report.reference, "zone": report.zone, "text": report.text, **report.values}
    if kind == "event":
        said |= {"code": report.code, "qualifier": report.qualifier}
    if report.occurred_at:
        said["at"] = report.occurred_at.isoformat()
    if report.place:
        said |= {"longitude": report.place.longitude, "latitude": report.place.latitude}
    said = {name: value for name, value in said.items() if value != ""}
    return f"yinling/{report.account}/{kind}", json.dumps(said, ensure_ascii=False).encode()
