"""A visitor's round of a day: the people who are theirs, in a good order."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from yinling.care.visits.queries.ground import ground_of
from yinling.care.visits.queries.troubles import door_places
from yinling.care.wellbeing.domain.rounds import Day, Wanted, laid_out
from yinling.care.wellbeing.models import Target, WelfareVisit
from yinling.care.wellbeing.queries.rules import rules
from yinling.care.wellbeing.queries.targets import TargetLine, lines
from yinling.care.wellbeing.queries.tickets import urgent_people
from yinling.kernel.actor import Actor
from yinling.kernel.dates import minutes_at

DAYS_AHEAD = 10  # who is due within so many days may be visited on the way
CANDIDATES_MAX = 200


@dataclass(frozen=True)
class StopLine:
    """One stop of the round; `arrives` as HH:MM, empty where the door is not on the map or the day is full."""

    number: int
    target: TargetLine
    arrives: str
    is_urgent: bool
    place: tuple[float, float] | None


def day_round(*, actor: Actor, on: date) -> list[StopLine]:
    """Today's round: the urgent, the overdue, then who is due soon; who was visited today is done."""
    today = WelfareVisit.objects.filter(on=on, by=actor.user_id).values("person")
    mine = Target.objects.visible_to(actor).open().filter(visitor=actor.user_id).exclude(person__in=today)
    urgent = urgent_people(list(mine.values_list("person_id", flat=True)))
    due = mine.filter(due_on__lte=on + timedelta(days=DAYS_AHEAD)) | mine.filter(person__in=urgent)
    targets = {target.pk: target for target in due.order_by("due_on", "pk")[:CANDIDATES_MAX]}
    targets |= {target.pk: target for target in mine.filter(person__in=urgent)}
    places = door_places([target.person_id for target in targets.values()])
    wanted = [
        Wanted(pk, one.due_on, one.person_id in urgent, places.get(one.person_id)) for pk, one in targets.items()
    ]  # fmt: skip
    stops = laid_out(wanted, _day())
    shown = {line.id: line for line in lines([targets[stop.id] for stop in stops], on=on)}
    found = [
        StopLine(0, shown[stop.id], _clock(stop.arrives), targets[stop.id].person_id in urgent,
                 places.get(targets[stop.id].person_id))
        for stop in stops
        if stop.id in shown
    ]  # fmt: skip
    return [replace(line, number=number) for number, line in enumerate(found, 1)]


def _day() -> Day:
    given = rules().round
    return Day(given.stops, given.minutes, minutes_at(given.from_), minutes_at(given.until), given.mode)


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def done_today(*, actor: Actor, on: date) -> list[TargetLine]:
    """Whom the visitor has been to today."""
    visited = WelfareVisit.objects.filter(on=on, by=actor.user_id).values("person")
    return lines(Target.objects.visible_to(actor).open().filter(person__in=visited).order_by("pk"), on=on)


def round_map(stops: list[StopLine]) -> dict[str, Any]:
    """Points in the order of the round."""
    placed = [stop for stop in stops if stop.place]
    return {
        "points": [
            {"latitude": y, "longitude": x, "label": f"{stop.number} {stop.target.card.name_masked}",
             "tone": "bad" if stop.is_urgent else "wait" if stop.target.days_late else "good"}
            for stop in placed
            for x, y in [stop.place or (0.0, 0.0)]
        ],
        "ground": ground_of({stop.target.card.area for stop in placed}),
    }  # fmt: skip
