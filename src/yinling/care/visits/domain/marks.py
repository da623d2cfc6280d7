"""One record as a phone sends it, read with care: a broken or hostile one is refused by name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any

KINDS = ("arrival", "leaving", "tasks", "note")
KEY_LENGTH_MAX, TEXT_LENGTH_MAX, TASKS_MAX = 64, 1_000, 60


class BadMark(ValueError):
    """The record cannot be kept; the message is in Chinese and names the field."""


@dataclass(frozen=True)
class Sent:
    """`key` is made once on the phone: sent again, it is the same record."""

    visit_id: int
    kind: str
    key: str
    said_at: datetime
    code: str = ""
    longitude: float | None = None
    latitude: float | None = None
    accuracy_metres: float | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


def read_mark(raw: Mapping[str, Any]) -> Sent:
    """Checks a record. Raises BadMark."""
    kind, key = raw.get("kind"), raw.get("key")
    if kind not in KINDS:
        raise BadMark("kind：不认识的记录类别")
    if not isinstance(key, str) or not 8 <= len(key) <= KEY_LENGTH_MAX:
        raise BadMark("key：缺少记录编号")
    visit = raw.get("visit")
    if not isinstance(visit, int) or isinstance(visit, bool) or not 0 < visit < 2**63:
        raise BadMark("visit：缺少上门编号")
    place = _place(raw)
    return Sent(visit, kind, key, _moment(raw.get("said_at")), str(raw.get("code") or "")[:80], *place, _content(raw))


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise BadMark("said_at：时间写法不对") from fault
    if found.tzinfo is None:
        raise BadMark("said_at：时间缺少时区")
    return found


def _place(raw: Mapping[str, Any]) -> tuple[float | None, float | None, float | None]:
    longitude, latitude = _number(raw, "longitude", 180), _number(raw, "latitude", 90)
    if (longitude is None) != (latitude is None):
        raise BadMark("longitude、latitude：要么都有，要么都没有")
    return longitude, latitude, _number(raw, "accuracy", 1e6)


def _number(raw: Mapping[str, Any], name: str, most: float) -> float | None:
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or abs(value) > most:
        raise BadMark(f"{name}：不是合理的数")
    return float(value)


def _content(raw: Mapping[str, Any]) -> dict[str, Any]:
    text, tasks = raw.get("text") or "", raw.get("tasks") or []
    if not isinstance(text, str) or len(text) > TEXT_LENGTH_MAX:
        raise BadMark(f"text：最多 {TEXT_LENGTH_MAX} 字")
    if not isinstance(tasks, list) or len(tasks) > TASKS_MAX or not all(_is_task(task) for task in tasks):
        raise BadMark("tasks：服务内容的写法不对")
    return {name: value for name, value in (("text", text), ("tasks", tasks)) if value}


def _is_task(task: Any) -> bool:
    """Name, and whether it was done, extra or refused."""
    return (
        isinstance(task, dict)
        and isinstance(task.get("name"), str)
        and len(task["name"]) <= 100
        and task.get("state") in ("done", "refused", "extra", "not_done")
    )
