"""The demo's visiting: a list since last month, two months of visits, tickets in every state, and this morning."""

import random
from datetime import date, datetime, timedelta

from django.db.models import Q

from yinling.care.daily.domain.states import By, Daily
from yinling.care.daily.models import DailyWell
from yinling.care.visits.models import Door
from yinling.care.wellbeing.actions.assigning import assign_villages
from yinling.care.wellbeing.actions.listing import due_of, refresh_list
from yinling.care.wellbeing.actions.tickets import close_ticket, escalate_overdue, take_ticket
from yinling.care.wellbeing.actions.visiting import Told, visit
from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.domain.states import Outcome, TicketState, Way
from yinling.care.wellbeing.models import Signal, Target, Ticket, WelfareVisit
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_moment, day_of
from yinling.people.places.queries import villages_in
from yinling.project.demo.district import Cast
from yinling.project.demo.spots import spots_in

SEED, MORNING, SHARE = 47, 9 * 60, 0.9
CLERK, VISITOR = "zhujiajiao", "visitor"
FOUND = [
    ("unwell", "膝盖疼，想约家庭医生。"),
    ("meals", "自己做饭吃力。"),
    ("danger", "插座老化，有焦痕。"),
    ("low", "老伴刚走。"),
]
CALLED = [Daily.WELL] * 6 + [Daily.ASKED, Daily.NO_ANSWER, Daily.WELL, Daily.WELL]


def build(cast: Cast) -> None:
    """Deterministic for the day on which it is built; past visits are written in one go."""
    if VISITOR not in cast.actors:
        return
    chance, today, robot = random.Random(SEED), day_of(cast.at), machine("探访名单")
    joined = month_of(today.replace(day=1) - timedelta(days=1)).from_ - timedelta(days=10)
    refresh_list(on=joined, by=robot, at=day_moment(joined, 60))
    refresh_list(on=today, by=robot, at=cast.at)
    visitor, clerk = cast.actors[VISITOR], cast.actors[CLERK]
    places = [one.code for one in villages_in(visitor.area)]
    assign_villages(places, visitor_id=visitor.user_id or 0, by=clerk, at=cast.at)
    visit_before(joined, today, chance, visitor)
    hang_doors(visitor, chance)
    tell_today(cast, visitor)
    ask_today(cast, chance)


def visit_before(joined: date, today: date, chance: random.Random, visitor: Actor) -> None:
    """Nine in ten were visited on or before each due day; of the others some wait still."""
    targets, visits = list(Target.objects.open()), []
    for target in targets:
        month, made = month_of(joined), []
        while month.from_ < today:
            days = sorted(chance.sample(range((month.until - month.from_).days), target.per_month))
            made += [month.from_ + timedelta(days=day) for day in days if chance.random() < SHARE]
            month = month_of(month.until)
        visits += [_visit(target, day, visitor) for day in made if target.from_on <= day < today]
    WelfareVisit.objects.bulk_create(visits, batch_size=500)
    last: dict[int, date] = {}
    for one in visits:
        last[one.person_id] = max(one.on, last.get(one.person_id, one.on))
    for target in targets:
        target.last_visit_on = last.get(target.person_id)
        target.due_on = due_of(target)
    Target.objects.bulk_update(targets, ["last_visit_on", "due_on"], batch_size=200)


def _visit(target: Target, day: date, visitor: Actor) -> WelfareVisit:
    """Other towns' visits are their committees', who have no log-in of their own in the demo."""
    own = target.visitor_id == visitor.user_id
    return WelfareVisit(
        person_id=target.person_id, area=target.area, on=day, way=Way.HOME, outcome=Outcome.MET, is_counted=True,
        findings=["fine"], key=f"demo-{target.person_id}-{day}", by_id=visitor.user_id if own else None,
        by_name=visitor.name if own else "（演示）居村委会", at=day_moment(day, MORNING),
    )  # fmt: skip


def hang_doors(visitor: Actor, chance: random.Random) -> None:
    """The visitor's people live in their communities around the town's point, so that there is a round to walk."""
    mine = Target.objects.open().filter(visitor=visitor.user_id).order_by("due_on").values_list("person_id", "area")
    known = set(Door.objects.values_list("person_id", flat=True))
    spots, at = spots_in(visitor.area), day_moment(date(2026, 1, 1), MORNING)
    doors = [(person, spots.door(area, chance)) for person, area in mine if person not in known]
    Door.objects.bulk_create(
        Door(person_id=person, longitude=spot[0], latitude=spot[1], recorded_by_name=visitor.name, recorded_at=at)
        for person, spot in doors
        if spot
    )  # fmt: skip


def tell_today(cast: Cast, visitor: Actor) -> None:
    """Last week's findings with their tickets: one done, one in hand, one too late; one visit of this morning."""
    told = [cast.at - timedelta(days=days) for days in (7, 6, 5, 1)]
    mine = list(Target.objects.open().filter(visitor=visitor.user_id, from_on__lt=day_of(told[0])).order_by("-pk")[:5])
    for number, (target, (code, note), at) in enumerate(zip(mine, FOUND, told, strict=False)):
        visit(target.pk, Told((code,), f"demo-found-{number}", day_of(at), note=note), by=visitor, at=at)
    if len(mine) > len(FOUND):
        visit(mine[-1].pk, Told(("fine",), "demo-today", day_of(cast.at)), by=visitor, at=cast.at)
    numbers = list(Ticket.objects.filter(state=TicketState.ASSIGNED).order_by("pk").values_list("pk", flat=True))
    if len(numbers) > 2:
        close_ticket(numbers[0], outcome="已约好周三家庭医生上门。", by=visitor, at=told[0] + timedelta(days=1))
        take_ticket(numbers[-1], by=visitor, at=cast.at)
    escalate_overdue(by=machine("报平安"), at=cast.at)


def ask_today(cast: Cast, chance: random.Random) -> None:
    """This morning's question: most have answered. The log-ins of the demo have still to press."""
    on, at = day_of(cast.at), cast.at
    own = [actor.person_id for actor in cast.actors.values() if actor.person_id]
    called = Target.objects.open().filter(~Q(person__in=own), has_daily_call=True).order_by("pk")
    rows = [_day(target, on, at, CALLED[chance.randrange(len(CALLED))]) for target in called]
    DailyWell.objects.bulk_create(rows, batch_size=500)
    Signal.objects.bulk_create(
        Signal(person_id=one.person_id, area=one.area, kind="no_answer", source=f"demo:{one.person_id}:{days}",
               since_on=on - timedelta(days=days), until_on=on - timedelta(days=days))
        for one in rows[::9]
        for days in (1, 3)
    )  # fmt: skip


def _day(target: Target, on: date, at: datetime, state: Daily) -> DailyWell:
    is_well = state is Daily.WELL
    return DailyWell(
        person_id=target.person_id, area=target.area, on=on, state=state, tries=1, at=at,
        said_by=By.BUTTON if is_well else "", by_name="（演示）本人" if is_well else "",
    )  # fmt: skip
