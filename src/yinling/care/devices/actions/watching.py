"""Who fell silent and who came back: each flip found once, by one worker, whoever else is looking."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q

from yinling.care.devices.actions.listening import watch_lines
from yinling.care.devices.domain.readings import silent_after
from yinling.care.devices.events import DeviceBack, DeviceSilent
from yinling.care.devices.models import Device, DeviceSeen, Ending, Installation, Silence, Watching
from yinling.care.devices.queries.finding import rules
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor, machine

WATCHER = machine("设备值守")
BATCH = 500  # flips in one transaction
# Nobody watched for longer than this: the silence meanwhile may have been ours.
AWAY_MAX = timedelta(minutes=10)
UNKNOWN_KIND = (86_400, 1.1)


@dataclass(frozen=True)
class Watched:
    """What one look did."""

    silent: int
    back: int


def watch_silence(*, at: datetime, by: Actor = WATCHER) -> Watched:
    """Notes each device that has been silent for too long, and each silent one that was heard again."""
    since = _listening_since(at)
    back = _in_batches(partial(_bring_back, by=by, at=at))
    silent = 0
    deaf_until = watch_lines(at=at)
    for line, devices, cut in _cuts(at):
        if max(since, deaf_until.get(line, since)) <= cut:
            silent += _in_batches(partial(_find_silent, devices, cut, by=by, at=at))
    return Watched(silent, back)


def _in_batches(flip: Callable[[], tuple[int, int]]) -> int:
    """Flips until a transaction looked at fewer than it might."""
    done, looked_at = flip()
    while looked_at == BATCH:
        more, looked_at = flip()
        done += more
    return done


@transaction.atomic
def _listening_since(at: datetime) -> datetime:
    """Since when there has been somebody to hear; after a break every device has its whole time again."""
    row, is_new = Watching.objects.select_for_update().get_or_create(id=1, defaults={"since": at, "seen_at": at})
    if is_new:
        return at
    if at - row.seen_at > AWAY_MAX:
        row.since = at
    row.seen_at = max(row.seen_at, at)
    row.save()
    return row.since


def _cuts(at: datetime) -> Iterator[tuple[str, Q, datetime]]:
    """Which devices of a line, and since when they must have been heard."""
    kinds = rules().kinds
    asked = Device.objects.filter(watched_from__isnull=False).order_by()
    for line, kind, seconds in asked.values_list("protocol", "kind", "expected_seconds").distinct():
        known = kinds.get(kind)
        period, grace = (known.heartbeat_seconds, known.grace) if known else UNKNOWN_KIND
        devices = Q(device__protocol=line, device__kind=kind, device__expected_seconds=seconds)
        yield line, devices, at - silent_after(period, grace, seconds)


@transaction.atomic
def _find_silent(devices: Q, cut: datetime, *, by: Actor, at: datetime) -> tuple[int, int]:
    """How many are newly silent, of how many looked at.

    A row that a heartbeat or another worker is writing is left to them: it is heard, or it is noted.
    """
    unheard = Q(last_seen_at=None) | Q(last_seen_at__lt=cut)
    rows = DeviceSeen.objects.filter(devices, unheard, device__watched_from__lt=cut)
    rows = rows.exclude(device__in=Silence.objects.filter(back_at=None).values("device")).order_by("pk")
    vacated = Installation.objects.filter(removed_at=None, vacated_at__isnull=False)
    rows = rows.exclude(device__in=vacated.values("device"))
    rows = rows.select_related("device").select_for_update(of=("self", "device"), skip_locked=True, no_key=True)
    locked = list(rows[:BATCH])
    # Asked again now that the rows are ours: another worker may have noted some between question and lock.
    ids = [row.device_id for row in locked]
    told = set(Silence.objects.filter(device__in=ids, back_at=None).values_list("device_id", flat=True))
    who = dict(Installation.objects.filter(device__in=ids, removed_at=None).values_list("device_id", "person_id"))
    found = [
        (Silence(device_id=row.pk, person_id=who.get(row.pk), silent_since=since, found_at=at), row.device.area)
        for row in locked
        if row.pk not in told and (since := _silent_since(row)) is not None
    ]
    Silence.objects.bulk_create([silence for silence, _area in found])
    for silence, area in found:
        event = DeviceSilent(silence.device_id, silence.person_id, area, silence.silent_since)
        announce(event, by=by, at=at)
    return len(found), len(locked)


def _silent_since(row: DeviceSeen) -> datetime | None:
    """When it was heard last, or put up if that came later."""
    return max(filter(None, [row.last_seen_at, row.device.watched_from]), default=None)


@transaction.atomic
def _bring_back(*, by: Actor, at: datetime) -> tuple[int, int]:
    heard = Silence.objects.filter(back_at=None, device__seen__last_seen_at__gt=F("silent_since"))
    locked = list(
        heard.select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .values_list("pk", "device_id", "person_id", "device__seen__last_seen_at")[:BATCH]
    )
    done = 0
    for pk, device_id, person_id, heard_at in locked:
        if heard_at is None:
            continue
        if Silence.objects.filter(pk=pk, back_at=None).update(back_at=heard_at, ending=Ending.HEARD):
            announce(DeviceBack(device_id, person_id, heard_at), by=by, at=at)
            done += 1
    return done, len(locked)
