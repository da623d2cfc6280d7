"""A carer's day as the phone keeps it: what the way and the work need; and the ticket that comes with a visit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing

from yinling.care.catalogue.queries import ServiceLine, services
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.domain.proof import ASKED_FOR
from yinling.care.visits.queries.field import doors_of
from yinling.care.visits.queries.ground import ground_of
from yinling.care.visits.queries.visits import carers_of, visits_visible
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import person_cards
from yinling.people.registry.queries.facts import open_value
from yinling.people.registry.queries.persons import PersonCard

DAYS_KEPT = 2  # today, and tomorrow for those who fetch in the evening
DAY_VISITS_MAX = 60
TICKET = "visits.ticket"


@dataclass(frozen=True)
class DayVisit:
    """One visit of the day; the person is masked. `ticket` shows later that the visit was this carer's.

    `place` is (longitude, latitude). `address` and `door_note` are None where the phone has them already.
    """

    id: int
    on: date
    person: str
    area: str
    service: str
    starts: str
    window: str
    minutes: int
    state: str
    tasks: tuple[str, ...]
    needs: tuple[str, ...]
    companions: tuple[str, ...]
    wishes: str
    has_code: bool
    place: tuple[float, float] | None
    address: str | None
    door_note: str | None
    ticket: str


@dataclass(frozen=True)
class _Known:
    """What is asked once for all visits of the day."""

    cards: Mapping[int, PersonCard]
    doors: Mapping[int, Any]
    companions: Mapping[int, tuple[str, ...]]
    items: Mapping[str, ServiceLine]


def carer_day(*, actor: Actor, at: datetime, has: Collection[int] = ()) -> list[DayVisit]:
    """Today's and tomorrow's visits of the carer, in order. Addresses are read, and logged, unless in `has`."""
    on = day_of(at)
    days = [on + timedelta(days=each) for each in range(DAYS_KEPT)]
    rows = visits_visible(actor, on=on).filter(on__in=days).select_related("person", "order")
    found = sorted(rows, key=lambda row: (row.on, _starts(row), row.pk))[: DAY_VISITS_MAX * DAYS_KEPT]
    known = _known(found, at)
    return [_line(row, known, actor, _address(row, actor, at) if row.pk not in has else None) for row in found]


def day_ground(*, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """What lies under the map of the day: the communities where the carer goes."""
    today = visits_visible(actor, on=day_of(at)).filter(on=day_of(at))
    return ground_of(set(today.values_list("area", flat=True)))


def _starts(row: Any) -> int:
    return int(row.window_from if row.planned_start is None else row.planned_start)


def _known(found: Collection[Any], at: datetime) -> _Known:
    people = {row.person for row in found}
    return _Known(
        {card.id: card for card in person_cards(people, on=day_of(at))},
        doors_of(person.pk for person in people),
        carers_of(row.pk for row in found),
        services(with_withdrawn=True),
    )


def _address(row: Any, actor: Actor, at: datetime) -> str:
    reason = f"上门服务 {row.on}"
    record_read(by=actor, at=at, subject=f"person:{row.person_id}", fields=["address"], area=row.area, reason=reason)
    return str(open_value(row.person_id, "address", on=day_of(at)) or "")


def _line(row: Any, known: _Known, actor: Actor, address: str | None) -> DayVisit:
    card, door, item = known.cards[row.person_id], known.doors.get(row.person_id), known.items[row.service_code]
    return DayVisit(
        id=row.pk,
        on=row.on,
        person=card.name_masked,
        area=card.area_name,
        service=item.name,
        starts=clock(_starts(row)),
        window=f"{clock(row.window_from)}–{clock(row.window_until)}",
        minutes=row.minutes,
        state=row.state,
        tasks=tasks_of(item),
        needs=tuple(name for name in ASKED_FOR if name in item.proof),
        companions=tuple(name for name in known.companions.get(row.pk, ()) if name != actor.name),
        wishes=row.order.note,
        has_code=bool(door and door.code_digest),
        place=(door.longitude, door.latitude) if door and door.longitude is not None else None,
        address=address,
        door_note=None if address is None else door.note if door else "",
        ticket=signing.dumps([row.pk, actor.user_id], salt=TICKET),
    )


def tasks_of(item: ServiceLine) -> tuple[str, ...]:
    """What is to be ticked: the catalogue's steps, else the service itself."""
    return item.steps or (item.name,)


def is_ticket(ticket: str, *, visit_id: int, actor: Actor) -> bool:
    """Whether a phone's ticket was given to this log-in for this visit."""
    try:
        return bool(signing.loads(ticket, salt=TICKET) == [visit_id, actor.user_id])
    except signing.BadSignature:
        return False
