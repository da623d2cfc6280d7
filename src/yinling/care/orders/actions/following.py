"""Items of agreed care plans become orders, and end with the version; their provider agreed to them with the plan."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from yinling.care.orders.actions.permits import step_order
from yinling.care.orders.models import Order, OrderRecord, OrderState, Source
from yinling.care.orders.queries.due import days_of
from yinling.care.plans.queries import DueItem, first_due, items_on
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period, day_of

LONGEST_DAYS = 28  # an item of every fourth week is due once in these


@transaction.atomic
def follow_plans(asked: Period, *, by: Actor, at: datetime, provider_id: int | None = None) -> int:
    """Makes the order of each item that is due in [from_, until) and has none. How many; again adds nothing."""
    items: dict[int, tuple[DueItem, date]] = {}
    for day in days_of(asked):
        for item in items_on(on=day, provider_id=provider_id):
            items.setdefault(item.plan_item_id, (item, day))
    return _place_new(items, by, at)


def _place_new(items: dict[int, tuple[DueItem, date]], by: Actor, at: datetime) -> int:
    known = set(Order.objects.filter(plan_item__in=items).values_list("plan_item_id", flat=True))
    new = [_order(item, day, at) for number, (item, day) in sorted(items.items()) if number not in known]
    OrderRecord.objects.bulk_create(
        OrderRecord(order=order, verb="place", state=order.state, by_user_id=by.user_id, by_name=by.name, at=at)
        for order in Order.objects.bulk_create(new)
    )
    return len(new)


@transaction.atomic
def follow_plan(plan_id: int, *, from_: date, by: Actor, at: datetime) -> int:
    """Makes the order of each item of a plan's agreed version that is due within its longest interval. How many."""
    due = first_due(plan_id, asked=Period(from_, from_ + timedelta(days=LONGEST_DAYS)))
    return _place_new({item.plan_item_id: (item, day) for item, day in due}, by, at)


def _order(item: DueItem, from_day: date, at: datetime) -> Order:
    """A plan says until when a visit ends; an order, until when it begins."""
    return Order(
        person_id=item.person_id, area=item.area, provider_id=item.provider_id, plan_item_id=item.plan_item_id,
        service_code=item.service_code, source=Source.PLAN, state=OrderState.ACCEPTED, from_day=from_day,
        window_from=item.window_from, window_until=item.window_until - item.minutes, minutes=item.minutes,
        carers=item.carers, wished_worker_id=item.wished_worker_id, wished_gender=item.wished_gender,
        priority=item.priority, note=item.note, asked_at=at,
    )  # fmt: skip


@transaction.atomic
def leave_plan(plan_id: int, *, before_version: int | None = None, on: date, by: Actor, at: datetime) -> None:
    """Orders of a plan, or of its versions before one, end on the day from which they are no longer asked for."""
    rows = Order.objects.filter(plan_item__version__plan=plan_id, state=OrderState.ACCEPTED, until=None)
    if before_version is not None:
        rows = rows.filter(plan_item__version__number__lt=before_version)
    for order in rows:
        order.until = max(on, order.from_day)
        order.save()
    end_over(by=by, at=at)


@transaction.atomic
def end_over(*, by: Actor, at: datetime) -> int:
    """Accepted orders whose last day has passed have ended. How many; again changes nothing."""
    today = day_of(at)
    once = Q(weekdays=[], plan_item=None, until=None, from_day__lt=today)
    over = Order.objects.select_for_update().filter(Q(until__lte=today) | once, state=OrderState.ACCEPTED)
    rows = list(over.order_by("pk"))
    for order in rows:
        step_order(order, "end", by=by, at=at, note="到期")
    return len(rows)
