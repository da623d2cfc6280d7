"""Doors and visits of the demo's operators: two weeks that are over, today, and the next days."""

import random
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from yinling.care.catalogue.queries import services
from yinling.care.orders.actions import resting
from yinling.care.orders.actions.following import follow_plans
from yinling.care.orders.models import Order, OrderState
from yinling.care.visits.actions import ending, scheduling
from yinling.care.visits.actions.doors import digest_of
from yinling.care.visits.models import Door, Rating, Visit, VisitState
from yinling.care.visits.queries.troubles import door_places
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.kernel.dates import Period, day_of
from yinling.people.workforce import actions as workforce
from yinling.people.workforce.queries.workers import worker_of_user
from yinling.project.demo.district import Cast
from yinling.project.demo.operators import operators
from yinling.project.demo.orders import homes_of, make_orders, make_route
from yinling.project.demo.spots import spots_in
from yinling.project.demo.visit_days import Office, fill_day

SEED, DAYS_BACK, DAYS_AHEAD = 31, 14, 3
OPERATORS = {"care": 3, "care2": 4}  # log-in of the office, its place among the firms
NOTES = ["门铃坏了，请敲门", "钥匙在楼下老赵家", "", "养了一条小狗，不咬人", ""]
WHOLE_DAY = ((540, 720), (780, 1080))


def build(cast: Cast) -> None:
    """Everything about visits; deterministic for the day on which it is built."""
    if not {"care", "care2", "carer"} <= set(cast.actors):
        return
    chance, today = random.Random(SEED), day_of(cast.at)
    carer = worker_of_user(cast.actors["carer"].user_id) or 0
    work_today(cast, carer)
    coming = Period(today, today + timedelta(days=DAYS_AHEAD))
    follow_plans(coming, by=machine("排上门"), at=cast.at)
    homes = homes_of(cast)
    make_orders(cast, homes, chance)
    make_route(cast, carer, [home for home in homes if home.area.startswith(cast.actors["zhujiajiao"].area)])
    scheduling.schedule(from_=coming.from_, until=coming.until, by=machine("排上门"), at=cast.at)
    hang_doors(cast, chance)
    known, doors = services(with_withdrawn=True), door_places(Door.objects.values_list("person_id", flat=True))
    for operator in operators(cast):
        firm = cast.firms[operator.place]
        office = Office(firm, carer, doors, known, standing_orders(firm))
        for number in range(-DAYS_BACK, DAYS_AHEAD):
            fill_day(office, today + timedelta(days=number), at=cast.at, chance=chance)
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


def standing_orders(firm: int) -> list[Order]:
    """What a firm took for good; orders of care plans began only now."""
    rows = Order.objects.filter(~Q(weekdays=[]), plan_item=None, provider=firm, state=OrderState.ACCEPTED)
    return list(rows.order_by("window_from", "pk"))


def hang_doors(cast: Cast, chance: random.Random) -> None:
    """A place in the community and a code for everybody who has visits; nobody knows the code."""
    spots, doors = spots_in(load_pack(settings.PACK).area), []
    for number, (person_id, area) in enumerate(sorted(set(Order.objects.values_list("person_id", "area")))):
        x, y = spots.door(area, chance) or (None, None)
        doors.append(
            Door(
                person_id=person_id, code_digest=digest_of(f"{chance.getrandbits(96):x}"), note=NOTES[number % 5],
                longitude=x, latitude=y,
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
