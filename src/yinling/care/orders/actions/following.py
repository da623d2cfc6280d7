"""Items of agreed care plans become orders; their provider agreed to them with the plan."""

from datetime import date, datetime, timedelta

from django.db import transaction

from yinling.care.orders.models import Order, OrderRecord, OrderState, Source
from yinling.care.orders.queries.due import days_of
from yinling.care.plans.queries import DueItem, first_due, items_on
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period

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
