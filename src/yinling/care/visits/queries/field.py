"""A carer's day as the phone keeps it: as little as the way and the work need."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from yinling.care.catalogue.queries import ServiceLine, services
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.domain.proof import ASKED_FOR
from yinling.care.visits.domain.tasks import tasks_of
from yinling.care.visits.models import Door, Trouble, Visit, VisitMark, VisitState
from yinling.care.visits.queries.visits import carers_of
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import person_cards
from yinling.people.registry.queries.facts import open_value
from yinling.people.registry.queries.persons import PersonCard

DAY_VISITS_MAX = 60
TICKET = "visits.ticket"
ENDED = {
    VisitState.CANCELLED: "这次上门已取消",
    VisitState.REFUSED: "老人谢绝了这次上门",
    VisitState.PLANNED: "这次上门已从您这里撤下，由机构另行安排",
}
NOT_YOURS = "这次上门已改派给别人"
UNKNOWN = "没有找到这次上门，或者不是您的"


@dataclass(frozen=True)
class DayVisit:
    """One visit of the day; the person is masked. `ticket` shows later that the visit was this carer's.

    `place` is (longitude, latitude). `address` and `door_note` are None where the phone has them already.
    """

    id: int
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
    doors: Mapping[int, Door]
    companions: Mapping[int, tuple[str, ...]]
    items: Mapping[str, ServiceLine]


def carer_day(*, actor: Actor, at: datetime, has: Collection[int] = ()) -> list[DayVisit]:
    """Today's visits of the carer in the order of the day. Addresses are read, and logged, unless in `has`."""
    on = day_of(at)
    rows = Visit.objects.visible_to(actor, on=on).filter(on=on).select_related("person", "order")
    found = sorted(rows, key=lambda row: (_starts(row), row.pk))[:DAY_VISITS_MAX]
    known = _known(found, at)
    return [_line(row, known, actor, _address(row, actor, at) if row.pk not in has else None) for row in found]


def _starts(row: Visit) -> int:
    return int(row.window_from if row.planned_start is None else row.planned_start)


def _known(found: Collection[Visit], at: datetime) -> _Known:
    people = {row.person for row in found}
    return _Known(
        {card.id: card for card in person_cards(people, on=day_of(at))},
        {door.person_id: door for door in Door.objects.filter(person__in=people)},
        carers_of(row.pk for row in found),
        services(with_withdrawn=True),
    )


def _address(row: Visit, actor: Actor, at: datetime) -> str:
    reason = f"上门服务 {row.on}"
    record_read(by=actor, at=at, subject=f"person:{row.person_id}", fields=["address"], area=row.area, reason=reason)
    return str(open_value(row.person_id, "address", on=day_of(at)) or "")


def _line(row: Visit, known: _Known, actor: Actor, address: str | None) -> DayVisit:
    card, door, item = known.cards[row.person_id], known.doors.get(row.person_id), known.items[row.service_code]
    return DayVisit(
        id=row.pk,
        person=card.name_masked,
        area=card.area_name,
        service=item.name,
        starts=clock(_starts(row)),
        window=f"{clock(row.window_from)}–{clock(row.window_until)}",
        minutes=row.minutes,
        state=row.state,
        tasks=tasks_of(item.name),
        needs=tuple(name for name in ASKED_FOR if name in item.proof),
        companions=tuple(name for name in known.companions.get(row.pk, ()) if name != actor.name),
        wishes=row.order.note,
        has_code=bool(door and door.code_digest),
        place=_place(door),
        address=address,
        door_note=None if address is None else door.note if door else "",
        ticket=signing.dumps([row.pk, actor.user_id], salt=TICKET),
    )


def _place(door: Door | None) -> tuple[float, float] | None:
    return None if door is None or door.longitude is None or door.latitude is None else (door.longitude, door.latitude)


def is_ticket(ticket: str, *, visit_id: int, actor: Actor) -> bool:
    """Whether a phone's ticket was given to this log-in for this visit."""
    try:
        return bool(signing.loads(ticket, salt=TICKET) == [visit_id, actor.user_id])
    except signing.BadSignature:
        return False


def why_gone(visit_id: int, *, actor: Actor) -> str:
    """Why a visit is no longer the carer's, in Chinese; of other providers' visits nothing is told."""
    row = Visit.objects.filter(pk=visit_id, provider_id=actor.organisation_id).first()
    if row is None:
        return UNKNOWN
    words = ENDED.get(VisitState(row.state), NOT_YOURS)
    return f"{words}：{row.get_cause_display()}" if row.cause and row.state == VisitState.CANCELLED else words


def keys_kept(keys: Iterable[str], *, actor: Actor) -> set[str]:
    """Which of a phone's records are kept already, of this log-in."""
    wanted = list(keys)
    marks = VisitMark.objects.filter(key__in=wanted, by_user_id=actor.user_id).values_list("key", flat=True)
    troubles = Trouble.objects.filter(key__in=wanted, told_by_name=actor.name).values_list("key", flat=True)
    return {*marks, *troubles}


def is_code_right(key: str) -> bool:
    """Whether the code that came with a kept record was the door's."""
    return VisitMark.objects.filter(key=key, is_code_right=True).exists()
