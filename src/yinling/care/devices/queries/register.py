"""The register as pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from yinling.care.devices.models import Device, DeviceState, Installation, Silence
from yinling.care.devices.queries.finding import rules
from yinling.care.devices.queries.readings import kind_name
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import person_cards

PAGE_ROWS = 25
CHOICES_MAX = 200
TONES = {"in_store": "off", "installed": "good", "testing": "wait", "retired": "off"}
OPEN = Silence.objects.filter(device=OuterRef("pk"), back_at=None)


@dataclass(frozen=True)
class DeviceFilter:
    """What to list; empty parts match all. `after`: the last number of the page before."""

    text: str = ""
    kind: str = ""
    area: str = ""
    state: str = ""
    trouble: str = ""
    after: int = 0


@dataclass(frozen=True)
class DeviceLine:
    """One device; whoever lives with it is masked. `silent_since` None: it speaks."""

    id: int
    name: str
    kind: str
    kind_name: str
    label: str
    protocol: str
    protocol_words: str
    account: str
    serial: str
    secret_masked: str
    expected_seconds: int | None
    period_seconds: int
    state: str
    state_words: str
    tone: str
    area: str
    area_name: str
    person_id: int | None
    person_name_masked: str
    room: str
    is_tested: bool
    test_until: datetime | None
    last_seen_at: datetime | None
    battery_percent: int | None
    is_low: bool
    silent_since: datetime | None
    vacated_at: datetime | None


def devices_visible(actor: Actor, *, on: date) -> QuerySet[Device]:
    """Devices that the actor may see."""
    return Device.objects.visible_to(actor, on=on)


def filtered(wanted: DeviceFilter, *, actor: Actor, on: date) -> QuerySet[Device]:
    rows = devices_visible(actor, on=on)
    if text := wanted.text.strip():
        rows = rows.filter(Q(account__startswith=text) | Q(serial__startswith=text) | Q(label__startswith=text))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area:
        first, last = code_range(wanted.area)
        rows = rows.filter(area__gte=first, area__lt=last)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    troubles = {
        "silent": Exists(OPEN), "low": _is_low(), "untested": _hangs(tested_at=None),
        "vacated": _hangs(vacated_at__isnull=False),
    }  # fmt: skip
    return rows.filter(troubles[wanted.trouble]) if wanted.trouble in troubles else rows


def _is_low() -> Q:
    low = Q(pk=None)
    for kind in rules().kinds.values():
        if kind.battery_floor_percent is not None:
            low |= Q(kind=kind.code, seen__battery_percent__lte=kind.battery_floor_percent)
    return low & Q(watched_from__isnull=False)


def _hangs(**how: object) -> Q:
    return Q(Exists(Installation.objects.filter(device=OuterRef("pk"), removed_at=None, **how)))


def device_lines(wanted: DeviceFilter, *, actor: Actor, on: date) -> tuple[list[DeviceLine], int | None]:
    """One page in the order of numbers, and after which number the next begins."""
    rows = filtered(wanted, actor=actor, on=on).filter(pk__gt=wanted.after).order_by("pk")[: PAGE_ROWS + 1]
    lines = _lines(rows, on=on)
    return lines[:PAGE_ROWS], lines[PAGE_ROWS - 1].id if len(lines) > PAGE_ROWS else None


def device_line(device_id: int, *, actor: Actor, on: date) -> DeviceLine | None:
    """One device; None if there is none that the actor may see."""
    return next(iter(_lines(devices_visible(actor, on=on).filter(pk=device_id), on=on)), None)


def devices_of(person_id: int, *, actor: Actor, on: date) -> list[DeviceLine]:
    """What hangs in a person's home."""
    rows = devices_visible(actor, on=on).filter(installations__person=person_id, installations__removed_at=None)
    return _lines(rows.order_by("pk"), on=on)


def silent_devices(*, actor: Actor, on: date, area: str = "", after: int = 0) -> list[DeviceLine]:
    """Devices that nobody hears, a page of them."""
    return device_lines(DeviceFilter(area=area, trouble="silent", after=after), actor=actor, on=on)[0]


def devices_in_store(*, actor: Actor, on: date) -> list[tuple[int, str]]:
    """What may be put up: numbers and words, the newest first."""
    rows = devices_visible(actor, on=on).filter(state=DeviceState.IN_STORE).order_by("-pk")[:CHOICES_MAX]
    return [(row.pk, f"{row.label or kind_name(row.kind)}（{row.account}）") for row in rows]


def _lines(rows: Iterable[Device], *, on: date) -> list[DeviceLine]:
    found = list(rows.select_related("seen") if isinstance(rows, QuerySet) else rows)
    homes = {
        home.device_id: home
        for home in Installation.objects.filter(device__in=found, removed_at=None).select_related("person")
    }
    cards = {card.id: card for card in person_cards({home.person for home in homes.values()}, on=on)}
    silent = dict(Silence.objects.filter(device__in=found, back_at=None).values_list("device_id", "silent_since"))
    places = full_names([row.area for row in found])
    return [_line(row, homes.get(row.pk), cards, silent, places) for row in found]


def _line(
    row: Device, home: Installation | None, cards: Mapping[int, object], silent: Mapping[int, datetime],
    places: Mapping[str, str],
) -> DeviceLine:  # fmt: skip
    kind, seen = rules().kinds.get(row.kind), getattr(row, "seen", None)
    battery = seen.battery_percent if seen else None
    floor = kind.battery_floor_percent if kind else None
    card = cards.get(home.person_id) if home else None
    return DeviceLine(
        id=row.pk, name=row.label or kind_name(row.kind), kind=row.kind, kind_name=kind_name(row.kind),
        label=row.label, protocol=row.protocol, protocol_words=str(row.get_protocol_display()), account=row.account,
        serial=row.serial, secret_masked=row.secret_masked, expected_seconds=row.expected_seconds,
        period_seconds=row.expected_seconds or (kind.heartbeat_seconds if kind else 0), state=row.state,
        state_words=str(row.get_state_display()), tone=TONES[row.state], area=row.area,
        area_name=places.get(row.area, ""), person_id=home.person_id if home else None,
        person_name_masked=getattr(card, "name_masked", ""), room=home.room if home else "",
        is_tested=bool(home and home.tested_at), test_until=row.test_until,
        last_seen_at=seen.last_seen_at if seen else None, battery_percent=battery,
        is_low=battery is not None and floor is not None and battery <= floor, silent_since=silent.get(row.pk),
        vacated_at=home.vacated_at if home else None,
    )  # fmt: skip
