"""A visitor's round: who today, and in which order, by the routing engine. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yinling.engines.routing.days_candidates import candidates
from yinling.engines.routing.days_plan import Plan, Route, measure
from yinling.engines.routing.days_problem import Problem, Shift, Stop, Weights
from yinling.engines.routing.days_travel import Pace, Travel

PACES = {
    "walk": Pace(speed=4.5 / 3.6, detour=1.25),
    "ebike": Pace(speed=16 / 3.6, detour=1.3, overhead=120),
    "bus": Pace(speed=18 / 3.6, detour=1.4, overhead=600),
    "car": Pace(speed=28 / 3.6, detour=1.4, overhead=300),
}
URGENT_SECONDS = 5_400  # whoever may be in need is wished within an hour and a half of setting out
PASSES = 3
VISITOR = "visitor"


@dataclass(frozen=True)
class Wanted:
    """One to be visited; `place` is (longitude, latitude), None where nobody has put the door on the map."""

    id: int
    due_on: date
    is_urgent: bool
    place: tuple[float, float] | None


@dataclass(frozen=True)
class Day:
    """The visitor's day; minutes from midnight."""

    stops: int
    minutes: int
    from_: int
    until: int
    mode: str


@dataclass(frozen=True)
class Stopped:
    """One stop of the round with the time of arrival in minutes; None where the place is unknown."""

    id: int
    arrives: int | None
    travel_minutes: int


def chosen(wanted: Sequence[Wanted], stops: int) -> list[Wanted]:
    """Who today: the urgent, then those due earliest."""
    return sorted(wanted, key=lambda one: (not one.is_urgent, one.due_on, one.id))[:stops]


def laid_out(wanted: Sequence[Wanted], day: Day) -> list[Stopped]:
    """The round: those with a place in a good order with times, the others and those without time left behind them."""
    today = chosen(wanted, day.stops)
    placed = [one for one in today if one.place is not None]
    route = _route(placed, day) if placed else None
    calls = route.calls if route else ()
    on_way = [Stopped(int(call.stop), call.starts // 60, round(call.travel / 60)) for call in calls]
    known = {one.id for one in on_way}
    return on_way + [Stopped(one.id, None, 0) for one in today if one.id not in known]


def _route(placed: Sequence[Wanted], day: Day) -> Route | None:
    """Each stop where it costs least, urgent and early ones first; then each thought away and put in anew."""
    problem = _problem(placed, day)
    plan = Plan((), (), measure(problem, ()))
    for _number in range(PASSES):
        before = plan.routes
        for stop in problem.stops:
            found = candidates(problem, plan, stop.id, limit=1).ranked
            if found:
                plan = Plan((found[0].route,), (), plan.measures)
        if plan.routes == before:
            break
    return plan.routes[0] if plan.routes else None


def _problem(placed: Sequence[Wanted], day: Day) -> Problem:
    """The visitor sets out from, and comes back to, the middle of the round."""
    places = [one.place for one in placed if one.place is not None]
    middle = (sum(x for x, _y in places) / len(places), sum(y for _x, y in places) / len(places))
    opens, closes = day.from_ * 60, day.until * 60
    stops = tuple(
        Stop(
            str(one.id), str(one.id), number, day.minutes * 60, opens, closes - day.minutes * 60, 36_000.0,
            due=opens + URGENT_SECONDS if one.is_urgent else None,
        )
        for number, one in enumerate(placed, 1)
    )  # fmt: skip
    shift = Shift(VISITOR, VISITOR, opens, closes, 0, 0, day.mode)
    return Problem(stops, (shift,), Travel((middle, *places), PACES), weights=Weights(fairness=0.0))
