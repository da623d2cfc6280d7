"""An order comes in: from a care plan, at the desk, from the older person or the family; and how it ends."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from yinling.care.catalogue.queries import service
from yinling.care.orders.actions.permits import locked_order, permit, step_order
from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused
from yinling.care.orders.events import OrderEnded
from yinling.care.orders.models import Order, OrderRecord, OrderState, Source
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor, NotVisible
from yinling.kernel.dates import day_of
from yinling.people.registry.queries.persons import visible_person

DESK, ELDER = "orders.place", ("elder.own", "elder.represent")


@dataclass(frozen=True)
class Wanted:
    """What is asked for. No weekdays: once, on `from_day`. Times are minutes from midnight; `until` is exclusive."""

    service_code: str
    from_day: date
    window_from: int
    window_until: int
    minutes: int
    until: date | None = None
    weekdays: tuple[int, ...] = ()
    every_weeks: int = 1
    skips_holidays: bool = False
    carers: int = 1
    wished_worker_id: int | None = None
    wished_gender: str = ""
    priority: int = 2
    note: str = ""
    provider_id: int | None = field(default=None)
    plan_item_id: int | None = None


class PastDay(StepRefused):
    """A service cannot be ordered for a day that is over."""

    def __init__(self) -> None:
        super().__init__("开始日期已经过去，请改为今天或以后")


@transaction.atomic
def place(wanted: Wanted, *, person_id: int, source: str, by: Actor, at: datetime) -> Order:
    """Keeps the order. Raises NotPermitted, NotThere, PastDay, catalogue's error for an unknown item."""
    _permit_source(source, by)
    try:
        person = visible_person(person_id, actor=by, on=day_of(at))
    except NotVisible as unknown:
        raise NotThere() from unknown
    if wanted.from_day < day_of(at):
        raise PastDay()
    service(wanted.service_code)
    order = Order.objects.create(
        person=person, area=person.area, source=Source(source), asked_at=at,
        weekdays=sorted(set(wanted.weekdays)), **_columns(wanted),
    )  # fmt: skip
    _keep(order, "place", wanted.note, by=by, at=at)
    return order


def _permit_source(source: str, by: Actor) -> None:
    if by.role == "machine" or (source in (Source.DESK, Source.PLAN) and by.may(DESK)):
        return
    wanted = Source.ELDER if by.person_id is not None else Source.FAMILY
    if source != wanted or not any(by.may(permission) for permission in ELDER):
        raise NotPermitted()


def _columns(wanted: Wanted) -> dict[str, object]:
    names = (
        "service_code", "from_day", "until", "window_from", "window_until", "minutes", "every_weeks",
        "skips_holidays", "carers", "wished_worker_id", "wished_gender", "priority", "provider_id", "plan_item_id",
    )  # fmt: skip
    return {name: getattr(wanted, name) for name in names} | {"note": wanted.note[:200]}


def _keep(order: Order, verb: str, note: str, *, by: Actor, at: datetime) -> None:
    OrderRecord.objects.create(
        order=order, verb=verb, state=order.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb=f"orders.{verb}", subject=f"order:{order.pk}", area=order.area, reason=note,
        after={"person": order.person_id, "service": order.service_code, "from": order.from_day, "state": order.state},
    )  # fmt: skip


@transaction.atomic
def end_order(*, order_id: int, until: date, note: str, by: Actor, at: datetime) -> Order:
    """Ends an order from a day on, or calls it off where nobody took it; coming visits from that day fall away.

    Raises NotPermitted, NotThere, WrongState.
    """
    permit(by, DESK, "orders.answer", *ELDER)
    order = locked_order(order_id, by=by, at=at)
    order.until = max(until, order.from_day)
    step_order(order, "end" if order.state == OrderState.ACCEPTED else "cancel", by=by, at=at, note=note)
    announce(OrderEnded(order.pk, order.person_id, order.until, note), by=by, at=at)
    return order
