"""Standing orders of the demo: as many as give the day its visits, never more than three visits a day to one home."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from yinling.care.orders.models import Order, OrderRecord, OrderState, Source
from yinling.kernel.dates import day_moment, day_of
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast
from yinling.project.demo.operators import Home, Operator, office_of, operators, served

PEOPLE_MAX, SHARE = 220, 3  # with orders: every third person of the register, at most so many where days are small
EVERY_DAY, DAILY_MAX = tuple(range(7)), 2
SINCE_DAYS, ASKED_DAYS, ASKED_AT = 45, 3, 600
# Some orders a day began in these last days: the offices have been growing.
GROWING_DAYS = 12
# Service, minutes, weekdays.
WEEKLY = [
    ("meal_help", 30, (0, 1, 2, 3, 4)), ("comfort_talk", 60, (1, 4)), ("medication_care", 20, (0, 2, 4, 6)),
    ("home_call", 30, (2, 5)), ("walking_help", 60, (0, 3)), ("dementia_care", 120, (1, 3, 5)),
]  # fmt: skip
# Service, minutes, earliest beginnings in minutes from midnight.
DAILY = [
    ("medication_care", 20, (480, 540)), ("meal_help", 30, (600, 660)), ("home_call", 20, (780, 930)),
    ("personal_care", 45, (510, 630)), ("walking_help", 40, (780, 900)), ("cleaning", 40, (540, 930)),
]  # fmt: skip
WINDOW_MINUTES = 90
# What the log-in `carer` has today: service, earliest and latest beginning, minutes, what is asked for.
ROUTE = [
    ("personal_care", 540, 570, 60, "老人耳朵不好，请大声些"), ("medication_care", 620, 660, 20, ""),
    ("meal_help", 660, 690, 30, "少盐，饭煮软一些"), ("home_call", 780, 840, 30, ""),
    ("personal_care", 850, 900, 60, ""), ("shopping", 940, 990, 45, "买一袋米"),
]  # fmt: skip


def homes_of(cast: Cast) -> list[Home]:
    """Those with orders, by where they live, and the log-ins' own people before them."""
    own = [cast.actors[name].person_id for name in ("elder", "elder2") if name in cast.actors]
    rows = list(people_visible(cast.actors["bureau"], on=day_of(cast.at)).order_by("pk").values_list("pk", "area"))
    count = min(len(rows), max(min(len(rows) // SHARE, PEOPLE_MAX), cast.visits * 2 // 3))
    found = [Home(*row) for row in rows if row[0] in own]
    others = [row for row in rows if row[0] not in own]
    found += [Home(*others[number * len(others) // count]) for number in range(count - len(found))]
    return sorted(found, key=lambda home: (home.person_id not in own, home.area, home.person_id))


def make_orders(cast: Cast, homes: Sequence[Home], chance: random.Random) -> None:
    """Standing orders at every operator, taken some weeks ago; those with a care plan have no visits every day too."""
    planned = set(Order.objects.values_list("person_id", flat=True))
    for operator in operators(cast):
        mine = served(operator, homes)
        orders = [weekly(cast, home, number, chance) for number, home in enumerate(mine)]
        due = sum(day_of(cast.at).weekday() in order.weekdays for order in orders)
        more, others = (
            cast.visits * len(mine) // len(homes) - due,
            [one for one in mine if one.person_id not in planned],
        )
        kept: dict[int, list[Order]] = defaultdict(list)
        for order in orders:
            kept[order.person_id].append(order)
        for turn in range(max(0, min(more, DAILY_MAX * len(others)))):
            home = others[turn % len(others)]
            kept[home.person_id].append(daily(cast, home, turn + turn // len(others), kept[home.person_id], chance))
        orders = [order for each in kept.values() for order in each]
        keep_orders([accepted(order, cast, operator) for order in orders], cast, operator)


def weekly(cast: Cast, home: Home, number: int, chance: random.Random) -> Order:
    """On some days of the week."""
    service, minutes, weekdays = WEEKLY[number % len(WEEKLY)]
    since = day_of(cast.at) - timedelta(days=SINCE_DAYS)
    # Long ones begin early enough to end before the carers' midday break.
    begins = [at for at in range(480, 960, 30) if at + minutes <= 720 or at >= 780]
    return order_of(home, service, minutes, chance.choice(begins), since, weekdays)


def daily(cast: Cast, home: Home, turn: int, others: Sequence[Order], chance: random.Random) -> Order:
    """On every day, a service whose time is not that of another order of the home, if there is one."""
    since = day_of(cast.at) - timedelta(days=chance.randrange(1, GROWING_DAYS))
    for step in range(len(DAILY)):
        service, minutes, (first, last) = DAILY[(turn + step) % len(DAILY)]
        found = order_of(home, service, minutes, chance.randrange(first, last + 1, 15), since, EVERY_DAY)
        if not any(_meet(found, other) for other in others):
            break
    return found


def _meet(one: Order, other: Order) -> bool:
    ends, ended = one.window_until + one.minutes, other.window_until + other.minutes
    return one.window_from < ended and other.window_from < ends


def order_of(home: Home, service: str, minutes: int, begins: int, since: date, weekdays: Sequence[int]) -> Order:
    """An order for a home."""
    return Order(
        person_id=home.person_id, area=home.area, service_code=service, minutes=minutes, weekdays=list(weekdays),
        from_day=since, window_from=begins, window_until=begins + WINDOW_MINUTES,
    )  # fmt: skip


def accepted(order: Order, cast: Cast, operator: Operator) -> Order:
    """The order as one that the operator took, some days before it began."""
    order.provider_id, order.source, order.state = cast.firms[operator.place], Source.DESK, OrderState.ACCEPTED
    order.asked_at = day_moment(order.from_day, ASKED_AT) - timedelta(days=ASKED_DAYS)
    return order


def keep_orders(orders: list[Order], cast: Cast, operator: Operator) -> None:
    """The orders with their two steps."""
    kept, office = Order.objects.bulk_create(orders), office_of(operator, cast)
    steps = [("place", OrderState.OPEN, cast.actors["zhujiajiao"]), ("accept", OrderState.ACCEPTED, office)]
    OrderRecord.objects.bulk_create(
        OrderRecord(order=order, verb=verb, state=state, by_user_id=by.user_id, by_name=by.name, at=order.asked_at)
        for order in kept
        for verb, state, by in steps
    )


def make_route(cast: Cast, carer: int, homes: Sequence[Home]) -> None:
    """Six visits a day from today on for the log-in `carer`, in the town whose clerk may log in."""
    operator, today = operators(cast)[0], day_of(cast.at)
    orders = []
    for home, (service, earliest, latest, minutes, note) in zip(homes[-len(ROUTE) :], ROUTE, strict=False):
        order = order_of(home, service, minutes, earliest, today, EVERY_DAY)
        order.window_until, order.wished_worker_id, order.note = latest, carer, note
        orders.append(accepted(order, cast, operator))
    keep_orders(orders, cast, operator)
