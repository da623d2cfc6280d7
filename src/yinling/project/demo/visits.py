"""Orders, doors and visits of the demo's two operators: two weeks that are over, today, and the next days."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from yinling.care.orders.actions import resting
from yinling.care.orders.models import Order, OrderRecord, OrderState, Source
from yinling.care.visits.actions import ending, scheduling
from yinling.care.visits.actions.doors import digest_of
from yinling.care.visits.models import Door, Rating, Visit, VisitState
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.people.places.queries import towns_in
from yinling.people.registry.queries import people_visible
from yinling.people.workforce import actions as workforce
from yinling.people.workforce.queries.workers import worker_of_user
from yinling.project.demo.district import Cast
from yinling.project.demo.visit_days import fill_day

SEED, DAYS_BACK, DAYS_AHEAD = 31, 14, 3
PEOPLE_MAX, SHARE = 110, 3  # of each operator: every third person of the register, at most so many
OPERATORS = {"care": 3, "care2": 4}  # log-in of the office, its place among the firms
SPREAD = 0.012  # degrees around a town's point: about a kilometre
# Service, minutes, weekdays.
WEEKLY = [
    ("meal_help", 30, (0, 1, 2, 3, 4)), ("comfort_talk", 60, (1, 4)), ("medication_care", 20, (0, 2, 4, 6)),
    ("home_call", 30, (2, 5)), ("walking_help", 60, (0, 3)), ("dementia_care", 120, (1, 3, 5)),
]  # fmt: skip
# What the log-in `carer` has today: service, earliest and latest beginning, minutes, what is asked for.
ROUTE = [
    ("personal_care", 540, 570, 60, "老人耳朵不好，请大声些"), ("medication_care", 620, 660, 20, ""),
    ("meal_help", 660, 690, 30, "少盐，饭煮软一些"), ("home_call", 780, 840, 30, ""),
    ("personal_care", 850, 900, 60, ""), ("shopping", 940, 990, 45, "买一袋米"),
]  # fmt: skip
NOTES = ["门铃坏了，请敲门", "钥匙在楼下老赵家", "", "养了一条小狗，不咬人", ""]
WHOLE_DAY = ((540, 720), (780, 1080))


@dataclass(frozen=True)
class Home:
    """A person and where they live."""

    person_id: int
    area: str


def build(cast: Cast) -> None:
    """Everything about visits; deterministic for the day on which it is built."""
    if not {"care", "care2", "carer"} <= set(cast.actors):
        return
    chance, today = random.Random(SEED), day_of(cast.at)
    carer = worker_of_user(cast.actors["carer"].user_id) or 0
    work_today(cast, carer)
    homes = homes_of(cast)
    for place, office in enumerate(OPERATORS):
        mine = homes[place :: len(OPERATORS)][:PEOPLE_MAX]
        make_orders(cast, cast.firms[OPERATORS[office]], mine, chance)
    make_route(cast, carer, [home for home in homes if home.area.startswith(cast.actors["zhujiajiao"].area)])
    scheduling.schedule(from_=today, until=today + timedelta(days=DAYS_AHEAD), by=machine("排上门"), at=cast.at)
    look_back(today)
    hang_doors(cast, chance)
    for number in range(-DAYS_BACK, DAYS_AHEAD):
        for place in OPERATORS.values():
            fill_day(cast.firms[place], today + timedelta(days=number), keeps=carer, at=cast.at, chance=chance)
    rate(cast)
    tell(cast, carer)
    go_away(cast, today)
    record(by=machine("演示安装"), at=cast.at, verb="visits.schedule", subject="visits", after={"demo": True})


def go_away(cast: Cast, today: date) -> None:
    """Somebody visits their children for some days."""
    clerk = cast.actors["zhujiajiao"]
    own = [cast.actors[name].person_id for name in ("elder", "elder2") if name in cast.actors]
    waiting = Visit.objects.filter(on__gt=today, area__startswith=clerk.area, state__in=["planned", "assigned"])
    person = waiting.exclude(person__in=own).order_by("-person_id").values_list("person_id", flat=True).first()
    if person is not None:
        day = today + timedelta(days=1)
        resting.rest(person_id=person, reason="away", from_=day, until=day + timedelta(days=5), by=clerk, at=cast.at)


def work_today(cast: Cast, carer: int) -> None:
    """The log-in has a working day whenever the demo is built; the day off was yesterday."""
    today = day_of(cast.at)
    off = (today - timedelta(days=1)).weekday()
    hours = [(day, *part) for day in range(7) if day != off for part in WHOLE_DAY]
    workforce.set_hours(worker_id=carer, hours=hours, valid_from=today, by=cast.actors["care"], at=cast.at)


def homes_of(cast: Cast) -> list[Home]:
    """Every third person of the register, and the log-ins' own people before them."""
    own = [cast.actors[name].person_id for name in ("elder", "elder2") if name in cast.actors]
    rows = people_visible(cast.actors["bureau"], on=day_of(cast.at)).order_by("pk").values_list("pk", "area")
    found = [Home(*row) for number, row in enumerate(rows) if row[0] in own or number % SHARE == 0]
    return sorted(found, key=lambda home: home.person_id not in own)


def make_orders(cast: Cast, firm: int, homes: Sequence[Home], chance: random.Random) -> None:
    """A standing order for each, taken some weeks ago."""
    since = day_of(cast.at) - timedelta(days=DAYS_BACK + 20)
    orders = []
    for number, home in enumerate(homes):
        service, minutes, weekdays = WEEKLY[number % len(WEEKLY)]
        begins = 480 + 30 * chance.randrange(16)
        wanted = Order(service_code=service, minutes=minutes, weekdays=list(weekdays), from_day=since)
        orders.append(accepted(wanted, cast, firm, home, (begins, begins + 90)))
    keep_orders(cast, orders)


def accepted(order: Order, cast: Cast, firm: int, home: Home, window: tuple[int, int]) -> Order:
    """The order as one that the firm took."""
    order.person_id, order.area, order.provider_id = home.person_id, home.area, firm
    order.window_from, order.window_until = window
    order.source, order.state, order.asked_at = Source.DESK, OrderState.ACCEPTED, cast.at - timedelta(days=DAYS_BACK)
    return order


def keep_orders(cast: Cast, orders: list[Order]) -> None:
    """The orders with their two steps."""
    kept = Order.objects.bulk_create(orders)
    clerk, office = cast.actors["zhujiajiao"], cast.actors["care"]
    OrderRecord.objects.bulk_create(
        OrderRecord(order=order, verb=verb, state=state, by_user_id=by.user_id, by_name=by.name, at=order.asked_at)
        for order in kept
        for verb, state, by in (("place", OrderState.OPEN, clerk), ("accept", OrderState.ACCEPTED, office))
    )


def make_route(cast: Cast, carer: int, homes: Sequence[Home]) -> None:
    """Six visits a day from today on for the log-in `carer`, in the town whose clerk may log in."""
    firm, today = cast.firms[OPERATORS["care"]], day_of(cast.at)
    orders = [
        accepted(
            Order(
                service_code=service, minutes=minutes, weekdays=list(range(7)), from_day=today, wished_worker_id=carer,
                note=note,
            ),
            cast, firm, home, (earliest, latest),
        )
        for home, (service, earliest, latest, minutes, note) in zip(homes[-len(ROUTE) :], ROUTE, strict=False)
    ]  # fmt: skip
    keep_orders(cast, orders)


def look_back(today: date) -> None:
    """The visits that standing orders asked for in the weeks before."""
    orders = list(Order.objects.filter(~Q(weekdays=[]), plan_item=None, from_day__lt=today, state=OrderState.ACCEPTED))
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    Visit.objects.bulk_create(
        Visit(
            order=order, person_id=order.person_id, area=order.area, provider_id=order.provider_id or 0,
            service_code=order.service_code, on=day, window_from=order.window_from, window_until=order.window_until,
            minutes=order.minutes, carers_needed=order.carers,
        )
        for day in days
        for order in orders
        if day.weekday() in order.weekdays
    )  # fmt: skip


def hang_doors(cast: Cast, chance: random.Random) -> None:
    """A place near the town's point and a code for everybody who has visits; nobody knows the code."""
    points = {town.code: town for town in towns_in(load_pack(settings.PACK).area)}
    rows = sorted(set(Visit.objects.values_list("person_id", "area")))
    doors = []
    for number, (person_id, area) in enumerate(rows):
        town = next((one for code, one in points.items() if area.startswith(code)), None)
        known = town is not None and town.longitude is not None and town.latitude is not None
        far = [chance.uniform(-SPREAD, SPREAD) for _ in range(2)]
        doors.append(
            Door(
                person_id=person_id, code_digest=digest_of(f"{chance.getrandbits(96):x}"), note=NOTES[number % 5],
                longitude=round(float(town.longitude) + far[0], 6) if known and town and town.longitude else None,
                latitude=round(float(town.latitude) + far[1], 6) if known and town and town.latitude else None,
                recorded_by_name=cast.actors["zhujiajiao"].name, recorded_at=cast.at,
            )
        )  # fmt: skip
    Door.objects.bulk_create(doors)


def rate(cast: Cast) -> None:
    """Every fourth visit that is over was rated; most were liked."""
    done = Visit.objects.filter(state=VisitState.DONE).order_by("pk").values_list("pk", "ended_at")
    Rating.objects.bulk_create(
        Rating(
            visit_id=pk, score=1 if number % 17 == 16 else 2 if number % 5 == 4 else 3, by_name="（演示）老人",
            text="来晚了，也没打电话" if number % 17 == 16 else "", at=ended_at or cast.at,
        )
        for number, (pk, ended_at) in enumerate(list(done)[::4])
    )  # fmt: skip


def tell(cast: Cast, carer: int) -> None:
    """Something is wrong at a home, told this morning and not yet closed."""
    visit = Visit.objects.filter(carers__worker=carer).order_by("on", "planned_start").first()
    if visit is not None:
        at: datetime = cast.at
        ending.tell_trouble(
            visit_id=visit.pk, kind="danger_at_home", text="卫生间水管漏水，地面很滑，请联系子女来修。",
            key="demo-trouble-1", by=cast.actors["carer"], at=at,
        )  # fmt: skip
