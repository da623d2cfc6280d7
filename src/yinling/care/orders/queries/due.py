"""On which days which orders are due; who is in hospital or away is left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from yinling.care.orders.domain.recurrence import Pattern, days_due
from yinling.care.orders.models import Order, OrderState, Rest
from yinling.care.plans.queries import items_on
from yinling.gateways.policy.reading import load_calendar
from yinling.kernel.dates import Period

ORDERS_AT_ONCE = 500


@dataclass(frozen=True)
class Due:
    """An order and the days on which somebody is to come. Times in minutes from midnight, latest is a beginning."""

    order_id: int
    person_id: int
    area: str
    provider_id: int
    service_code: str
    window_from: int
    window_until: int
    minutes: int
    carers: int
    days: tuple[date, ...]


def due_in(
    asked: Period, *, provider_id: int | None = None, plan_id: int | None = None, **which: int
) -> Iterator[list[Due]]:  # fmt: skip
    """What accepted orders ask for, some hundred orders at a time. Orders of care plans are due when the plan says.

    `which` are columns of orders: only those.
    """
    orders = Order.objects.filter(
        Q(until=None) | Q(until__gt=asked.from_), state=OrderState.ACCEPTED, from_day__lt=asked.until, **which
    ).order_by("pk")
    if provider_id is not None:
        orders = orders.filter(provider_id=provider_id)
    if plan_id is not None:
        orders = orders.filter(plan_item__version__plan_id=plan_id)
    by_plan = _days_of_plans(asked, provider_id, plan_id) if orders.exclude(plan_item=None).exists() else {}
    holidays, after = load_calendar().holidays, 0
    while part := list(orders.filter(pk__gt=after)[:ORDERS_AT_ONCE]):
        after = part[-1].pk
        rests = rests_of({order.person_id for order in part})
        yield [
            _due(order, [day for day in days if not any(day in rest for rest in rests[order.person_id])])
            for order in part
            for days in [by_plan.get(order.plan_item_id, []) if order.plan_item_id else _days(order, asked, holidays)]
        ]


def _days(order: Order, asked: Period, holidays: Iterable[date]) -> list[date]:
    pattern = Pattern(frozenset(order.weekdays), order.every_weeks, order.skips_holidays)
    return days_due(pattern, order.span, asked, holidays=frozenset(holidays))


def _days_of_plans(asked: Period, provider_id: int | None, plan_id: int | None) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for day in days_of(asked):
        for item in items_on(on=day, provider_id=provider_id, plan_id=plan_id):
            found[item.plan_item_id].append(day)
    return found


def days_of(asked: Period) -> Iterator[date]:
    """Each day of a period."""
    return (date.fromordinal(number) for number in range(asked.from_.toordinal(), asked.until.toordinal()))


def _due(order: Order, days: list[date]) -> Due:
    return Due(
        order.pk, order.person_id, order.area, order.provider_id or 0, order.service_code, order.window_from,
        order.window_until, order.minutes, order.carers, tuple(days),
    )  # fmt: skip


def rests_of(people: Iterable[int]) -> dict[int, list[Period]]:
    """Times in which nobody comes, by person."""
    found: dict[int, list[Period]] = defaultdict(list)
    for rest in Rest.objects.filter(person__in=list(people)).exclude(until=F("from_day")):
        found[rest.person_id].append(Period(rest.from_day, rest.until) if rest.until else Period(rest.from_day))
    return found
