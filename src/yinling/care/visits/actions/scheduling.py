"""Accepted orders become visits for the coming days; who is in hospital or away is left out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from yinling.care.plans.queries import DueItem, items_on
from yinling.care.visits.actions.permits import permit
from yinling.care.visits.domain.recurrence import Pattern, days_due
from yinling.care.visits.models import Order, OrderRecord, OrderState, Rest, Source, Visit
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.reading import load_calendar
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period

ORDERS_AT_ONCE = 500


def schedule(*, from_: date, until: date, by: Actor, at: datetime, provider_id: int | None = None) -> int:
    """Makes the visits of care plans and of accepted orders in [from_, until). How many are new; again adds nothing."""
    permit(by, "visits.manage", "visits.order")
    asked = Period(from_, until)
    return _follow_plans(asked, provider_id, by, at) + _follow_orders(asked, provider_id, by, at)


def _follow_orders(asked: Period, provider_id: int | None, by: Actor, at: datetime) -> int:
    orders = Order.objects.filter(state=OrderState.ACCEPTED, plan_item=None, from_day__lt=asked.until).order_by("pk")
    orders = orders.filter(Q(until=None) | Q(until__gt=asked.from_))
    if provider_id is not None:
        orders = orders.filter(provider_id=provider_id)
    made, after = 0, 0
    while part := list(orders.filter(pk__gt=after)[:ORDERS_AT_ONCE]):
        made += _make(
            part, lambda order: days_due(_pattern(order), order.span, asked, holidays=_holidays()), asked, by, at
        )
        after = part[-1].pk
    return made


@transaction.atomic
def _follow_plans(asked: Period, provider_id: int | None, by: Actor, at: datetime) -> int:
    days: dict[int, list[date]] = defaultdict(list)
    items: dict[int, DueItem] = {}
    day = asked.from_
    while day < asked.until:
        for item in items_on(on=day, provider_id=provider_id):
            items[item.plan_item_id] = item
            days[item.plan_item_id].append(day)
        day += timedelta(days=1)
    orders = _orders_of_plans(items, {item: found[0] for item, found in days.items()}, at)
    return _make(orders, lambda order: days[order.plan_item_id or 0], asked, by, at)


def _orders_of_plans(items: Mapping[int, DueItem], first: Mapping[int, date], at: datetime) -> list[Order]:
    """The order that stands for each item; the provider agreed to it with the plan."""
    known = set(Order.objects.filter(plan_item__in=items).values_list("plan_item_id", flat=True))
    new = [_of_plan(item, first[number], at) for number, item in sorted(items.items()) if number not in known]
    for order in Order.objects.bulk_create(new):
        OrderRecord.objects.create(order=order, verb="place", state=order.state, by_name="照护计划", at=at)
    return list(Order.objects.filter(plan_item__in=items, state=OrderState.ACCEPTED).order_by("pk"))


def _of_plan(item: DueItem, from_day: date, at: datetime) -> Order:
    """A plan says until when a visit ends; an order, until when it begins."""
    return Order(
        person_id=item.person_id, area=item.area, provider_id=item.provider_id, plan_item_id=item.plan_item_id,
        service_code=item.service_code, source=Source.PLAN, state=OrderState.ACCEPTED, from_day=from_day,
        window_from=item.window_from, window_until=item.window_until - item.minutes, minutes=item.minutes,
        carers=item.carers, wished_worker_id=item.wished_worker_id, wished_gender=item.wished_gender,
        priority=item.priority, note=item.note, asked_at=at,
    )  # fmt: skip


def _make(
    orders: Sequence[Order], days_of: Callable[[Order], Iterable[date]], asked: Period, by: Actor, at: datetime
) -> int:
    """Visits that are not there yet, on days on which nobody rests."""
    rests = rests_of({order.person_id for order in orders})
    with transaction.atomic():
        rows = Visit.objects.filter(order__in=orders, on__gte=asked.from_, on__lt=asked.until)
        known = set(rows.values_list("order_id", "on"))
        wanted = [
            _visit(order, day)
            for order in orders
            for day in days_of(order)
            if (order.pk, day) not in known and not any(day in rest for rest in rests[order.person_id])
        ]
        # Two runs at once meet in the constraint: the later one leaves what the earlier one made.
        Visit.objects.bulk_create(wanted, ignore_conflicts=True)
        if wanted:
            made = {"visits": len(wanted), "from": asked.from_, "until": asked.until}
            record(by=by, at=at, verb="visits.schedule", subject="visits", after=made)
    return len(wanted)


def _days_of(order: Order, *, asked: Period) -> list[date]:
    pattern = Pattern(frozenset(order.weekdays), order.every_weeks, order.skips_holidays)
    return days_due(pattern, order.span, asked, holidays=load_calendar().holidays)


def _visit(order: Order, day: date) -> Visit:
    return Visit(
        order=order, person_id=order.person_id, area=order.area, provider_id=order.provider_id,
        service_code=order.service_code, on=day, window_from=order.window_from, window_until=order.window_until,
        minutes=order.minutes, carers_needed=order.carers,
    )  # fmt: skip


def rests_of(people: Iterable[int]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for rest in Rest.objects.filter(person__in=list(people)):
        found[rest.person_id].append(Period(rest.from_day, rest.until) if rest.until else Period(rest.from_day))
    return found
