"""How fast alarms are answered, how many are false, how many calls fail: by month, place and device."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from yinling.care.alarms.domain.measures import Measured, measured, share
from yinling.care.alarms.models import Alarm, AlarmStep
from yinling.care.alarms.queries.lists import TICKET_ORDER, alarms_visible, rules
from yinling.care.devices.queries.finding import homes_by_id
from yinling.care.devices.queries.readings import kind_name
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.places.queries import names_of

TOWN_DIGITS, DEVICES_SHOWN, ROWS_MAX = 9, 20, 100_000
Key = Callable[[str, datetime], str]
COLUMNS = ("area", "raised_at", "first_acknowledged_at", "first_sent_at", "first_arrived_at", "closed_at", "is_false")


@dataclass(frozen=True)
class Figures:
    """Figures of a month or a place; tickets are left out. Shares are percent, None of nothing."""

    name: str
    alarms: int
    answer: Measured
    dispatch: Measured
    arrival: Measured
    false_share: float | None
    failed_share: float | None = None


@dataclass(frozen=True)
class DeviceFigures:
    """Alarms of one device that were closed, and how many of them were false."""

    device_id: int
    name: str
    closed: int
    false: int
    false_share: float | None


@dataclass(frozen=True)
class Since:
    """Which alarms: raised in [from_at, until_at), in an area."""

    from_at: datetime
    until_at: datetime
    area: str = ""


def _rows(actor: Actor, since: Since) -> QuerySet[Alarm]:
    rows = alarms_visible(actor).filter(raised_at__gte=since.from_at, raised_at__lt=since.until_at)
    return rows.filter(area__startswith=since.area) if since.area else rows


def by_month(actor: Actor, since: Since) -> list[Figures]:
    """A row for each month in which somebody called, oldest first."""
    return _figures(actor, since, lambda area, at: f"{day_of(at):%Y-%m}", {})


def by_place(actor: Actor, since: Since) -> list[Figures]:
    """A row for each community, by code."""
    digits = 12 if len(since.area) >= TOWN_DIGITS else TOWN_DIGITS
    areas = {area[:digits] for area in _rows(actor, since).values_list("area", flat=True).distinct()}
    return _figures(actor, since, lambda area, at: area[:digits], names_of(sorted(areas)))


def _figures(actor: Actor, since: Since, key: Key, names: dict[str, str]) -> list[Figures]:
    groups: dict[str, list[tuple[datetime | None, ...]]] = defaultdict(list)
    rows = _rows(actor, since).filter(order__lt=TICKET_ORDER)
    for row in rows.order_by("raised_at").values_list(*COLUMNS)[:ROWS_MAX]:
        groups[key(row[0], row[1])].append(row[1:])
    failed = _failed(actor, since, key)
    return [_summed(names.get(name, name), found, failed.get(name)) for name, found in sorted(groups.items())]


def _summed(name: str, rows: list[tuple[datetime | None, ...]], failed: float | None) -> Figures:
    limits, count = rules().limits, len(rows)
    sent = [row for row in rows if row[2] is not None]
    closed = [row for row in rows if row[4] is not None]
    return Figures(
        name, count,
        measured(_seconds(rows, 1), wanted=count, limit=limits["answer_seconds"]),
        measured(_seconds(rows, 2), wanted=len(sent), limit=limits["dispatch_seconds"]),
        measured(_seconds(rows, 3), wanted=len(sent), limit=limits["arrival_seconds"]),
        share(sum(bool(row[5]) for row in closed), len(closed)), failed,
    )  # fmt: skip


def _seconds(rows: Iterable[tuple[datetime | None, ...]], column: int) -> list[int]:
    times = [(row[0], row[column]) for row in rows]
    return [max(0, int((end - begin).total_seconds())) for begin, end in times if begin and end]


def _failed(actor: Actor, since: Since, key: Key) -> dict[str, float | None]:
    """The share of telephone calls that reached nobody."""
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    steps = AlarmStep.objects.filter(verb__in=["call", "call_failed"], alarm__in=_rows(actor, since))
    for verb, area, at in steps.values_list("verb", "alarm__area", "alarm__raised_at")[:ROWS_MAX]:
        tried[key(area, at)] += 1
        missed[key(area, at)] += verb == "call_failed"
    return {name: share(missed[name], count) for name, count in tried.items()}


def by_device(actor: Actor, since: Since) -> list[DeviceFigures]:
    """Devices with most false alarms."""
    rows = _rows(actor, since).filter(device__isnull=False, closed_at__isnull=False).order_by()
    counts = rows.values_list("device_id").annotate(Count("pk"), false=Count("pk", filter=Q(is_false=True)))
    worst = sorted(counts, key=lambda row: (-row[2], -row[1], row[0]))[:DEVICES_SHOWN]
    homes = homes_by_id([row[0] for row in worst])
    names = {one: f"{kind_name(home.kind)} {home.account}" for one, home in homes.items()}
    return [DeviceFigures(one, names.get(one, str(one)), all_, false, share(false, all_)) for one, all_, false in worst]
