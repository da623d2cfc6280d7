"""Heartbeats of thousands of devices in one statement; a low battery is told once."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from yinling.care.devices.domain.readings import BATTERY_RECOVERED, Heartbeat, latest
from yinling.care.devices.models import DeviceEvent, DeviceSeen, EventVerdict
from yinling.care.devices.queries.finding import homes_by_id, rules
from yinling.gateways.among import among

LOW = "low_battery"

_FROM_JSON = "SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(%s) WHERE true"
_FROM_ARRAYS = "SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::smallint[])"
CLOCK = timedelta(minutes=1)
# What is older than what is known changes nothing, an old battery neither; unless what is known lies ahead of now: then
# a clock was wrong and has been put right.
_UPSERT = f"""
INSERT INTO devices_deviceseen AS seen (device_id, last_seen_at, battery_percent) {{source}}
ON CONFLICT (device_id) DO UPDATE SET
  last_seen_at = excluded.last_seen_at,
  battery_percent = COALESCE(excluded.battery_percent, seen.battery_percent),
  low_since = CASE WHEN excluded.battery_percent >= {BATTERY_RECOVERED} THEN NULL ELSE seen.low_since END
WHERE seen.last_seen_at IS NULL OR excluded.last_seen_at >= seen.last_seen_at OR seen.last_seen_at > %s
"""


@transaction.atomic
def beat(heartbeats: Sequence[Heartbeat], *, at: datetime) -> int:
    """Notes when each device was heard last; how many devices. Hand in thousands at a time."""
    return store_beats(heartbeats, at=at)


def store_beats(heartbeats: Sequence[Heartbeat], *, at: datetime) -> int:
    """As `beat`, within the caller's transaction."""
    rows = latest(heartbeats, at)
    if not rows:
        return 0
    # In the order of their numbers, so that two receivers wait for each other instead of locking each other out.
    ahead = connection.ops.adapt_datetimefield_value(at + CLOCK)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_UPSERT.format(source=_FROM_ARRAYS), [*_as_arrays(rows), ahead])
        else:
            cursor.execute(_UPSERT.format(source=_FROM_JSON), [_as_json(rows), ahead])
    _tell_low([one for one in rows if one.battery_percent is not None], at)
    return len(rows)


def _as_arrays(rows: Sequence[Heartbeat]) -> list[str]:
    """Columns as PostgreSQL reads them: five times as fast as its driver writes lists of moments."""
    numbers, moments, batteries = zip(*rows, strict=True)
    words = (
        map(str, numbers),
        (f'"{moment.isoformat()}"' for moment in moments),
        ("NULL" if battery is None else str(battery) for battery in batteries),
    )
    return ["{" + ",".join(column) + "}" for column in words]


def _as_json(rows: Sequence[Heartbeat]) -> str:
    """Moments as SQLite keeps them."""
    return json.dumps([(number, str(heard_at.astimezone(UTC).replace(tzinfo=None)), battery)
                       for number, heard_at, battery in rows])  # fmt: skip


def _tell_low(rows: Sequence[Heartbeat], at: datetime) -> None:
    kinds = rules().kinds
    floors = {code: kind.battery_floor_percent or 0 for code, kind in kinds.items()}
    highest = max(floors.values(), default=0)
    low = {one.device_id: one.battery_percent for one in rows if (one.battery_percent or 0) <= highest}
    untold: set[int] = set()
    for part in among("device_id", low):
        untold |= set(DeviceSeen.objects.filter(part, low_since=None).values_list("device_id", flat=True))
    for home in homes_by_id(untold & set(low)).values():
        percent = low[home.id]
        if percent is None or percent > floors.get(home.kind, 0):
            continue
        told = DeviceSeen.objects.filter(device=home.id, low_since=None).update(low_since=at)
        if told and home.person_id is not None:
            DeviceEvent.objects.create(
                device_id=home.id, person_id=home.person_id, area=home.area, protocol=home.protocol,
                account=home.account, code="battery", kind=LOW, severity=rules().events[LOW].severity,
                qualifier="new", text=f"电量 {percent}%", values={"battery": percent}, received_at=at,
                verdict=EventVerdict.TAKEN, raw=b"",
            )  # fmt: skip
