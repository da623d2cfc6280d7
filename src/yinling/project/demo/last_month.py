"""The last days of the month before, so that there is a whole month to claim; with people whose benefits pay a part."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yinling.care.catalogue.queries import services
from yinling.care.orders.models import Order, OrderState
from yinling.care.plans.queries.funding import ceilings_of
from yinling.care.visits.models import Visit
from yinling.care.visits.queries.troubles import door_places
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast
from yinling.project.demo.operators import Home, Operator, operators
from yinling.project.demo.orders import EVERY_DAY, accepted, keep_orders, order_of
from yinling.project.demo.visit_days import Office, fill_day

DAYS, SEED, GIVEN_MAX, ORDERS_MAX = 10, 47, 12, 90
LOGINS = ("care", "care2")
# What those with a benefit have: service, minutes, weekdays; the first asks for more than a month's hours give.
ASKED = [
    ("personal_care", 120, EVERY_DAY), ("nursing_help", 60, (0, 3)), ("personal_care", 60, (0, 1, 2, 3, 4)),
    ("medication_care", 20, EVERY_DAY), ("cleaning", 120, (1, 4)),
]  # fmt: skip


def build(cast: Cast) -> date:
    """Orders and visits of the month before at those whose offices may log in; returns its first day."""
    until = day_of(cast.at).replace(day=1)
    month = (until - timedelta(days=1)).replace(day=1)
    homes, chance = with_benefits(cast, month), random.Random(SEED)
    known = services(with_withdrawn=True)
    doors = door_places(people_visible(cast.actors["bureau"], on=month).values_list("pk", flat=True))
    for place, operator in enumerate([one for one in operators(cast) if one.login in LOGINS]):
        order(cast, operator, homes[place :: len(LOGINS)], month)
        firm = cast.firms[operator.place]
        office = Office(firm, 0, doors, known, [])
        for day in (until - timedelta(days=back) for back in range(DAYS, 0, -1)):
            office.orders = list(due(firm, day))
            fill_day(office, day, at=cast.at, chance=chance)
    return month


def with_benefits(cast: Cast, month: date) -> list[Home]:
    """People who had a benefit for care in the month, those with few hours first."""
    areas = dict(people_visible(cast.actors["bureau"], on=month).order_by("pk").values_list("pk", "area"))
    ceilings = ceilings_of(areas, on=month)
    hours = {person: [each.minutes for each in found if each.minutes] for person, found in ceilings.items() if found}
    few = sorted(hours, key=lambda person: (not hours[person], sum(hours[person]), person))
    return [Home(person, areas[person]) for person in few[:GIVEN_MAX]]


def order(cast: Cast, operator: Operator, homes: Sequence[Home], month: date) -> None:
    """A standing order of that month for each."""
    orders = []
    for number, home in enumerate(homes):
        service, minutes, weekdays = ASKED[number % len(ASKED)]
        wanted = order_of(home, service, minutes, 480 + 90 * (number % 5), month, weekdays)
        wanted.until = day_of(cast.at).replace(day=1)
        orders.append(accepted(wanted, cast, operator))
    keep_orders(orders, cast, operator)


def due(firm: int, day: date) -> Iterator[Order]:
    """Standing orders that ask for a visit on the day and have none; the latest are of those with benefits."""
    stored = set(Visit.objects.filter(provider=firm, on=day).values_list("order_id", flat=True))
    rows = Order.objects.filter(provider=firm, plan_item=None, from_day__lte=day, state=OrderState.ACCEPTED)
    for one in rows.order_by("-pk")[:ORDERS_MAX]:
        if one.pk not in stored and (one.until is None or day < one.until):
            yield one
