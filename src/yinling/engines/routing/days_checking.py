"""Judges any plan of a day against every hard rule, in plain Python and without the search."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from yinling.engines.routing.days_plan import Plan, Route
from yinling.engines.routing.days_problem import Break, Problem, Shift


@dataclass(frozen=True)
class Fault:
    """A hard rule broken: its code, where, and a detail."""

    code: str
    shift: str = ""
    stop: str = ""
    detail: str = ""


def check(problem: Problem, plan: Plan) -> list[Fault]:
    """Every hard rule that the plan breaks; none if it may be carried out."""
    found = list(_counts(problem, plan))
    if any(fault.code.startswith("unknown") for fault in found):
        return found
    for route in plan.routes:
        found += _route(problem, route)
    return found + list(_links(problem, plan)) + list(_workers(problem, plan)) + list(_fixed(problem, plan))


def _counts(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Each stop once, served or left out; each shift once."""
    named = Counter(
        [call.stop for route in plan.routes for call in route.calls] + [each.stop for each in plan.unserved]
    )
    yield from (Fault("unknown_stop", stop=name) for name in named if name not in problem.stop_of)
    yield from (Fault("twice", stop=name) for name, times in named.items() if times > 1)
    yield from (Fault("forgotten", stop=stop.id) for stop in problem.stops if stop.id not in named)
    shifts = Counter(route.shift for route in plan.routes)
    yield from (Fault("unknown_shift", shift=name) for name in shifts if name not in problem.shift_of)
    yield from (Fault("shift_twice", shift=name) for name, times in shifts.items() if times > 1)


def _route(problem: Problem, route: Route) -> Iterator[Fault]:
    shift = problem.shift_of[route.shift]
    place, free = shift.start_place, max(shift.starts, route.leaves)
    if route.worker != shift.worker:
        yield Fault("other_worker", shift.id)
    if route.leaves < shift.starts:
        yield Fault("before_shift", shift.id)
    for call in route.calls:
        stop = problem.stop_of[call.stop]
        for trait in sorted(stop.needs - shift.has):
            yield Fault("lacks", shift.id, stop.id, trait)
        if shift.worker in stop.barred:
            yield Fault("barred", shift.id, stop.id)
        if not stop.opens <= call.starts <= stop.closes:
            yield Fault("window", shift.id, stop.id)
        if call.ends != call.starts + stop.seconds:
            yield Fault("too_short", shift.id, stop.id)
        leg = problem.travel.seconds(shift.mode, place, stop.place)
        if call.starts < free + leg + _rested(route, free, call.starts):
            yield Fault("overlap", shift.id, stop.id)
        place, free = stop.place, call.ends
    home = problem.travel.seconds(shift.mode, place, shift.end_place)
    if route.returns < free + home + _rested(route, free, route.returns):
        yield Fault("overlap", shift.id)
    if route.returns > shift.ends + shift.overtime_max:
        yield Fault("after_shift", shift.id)
    yield from _breaks(problem, shift, route)


def _rested(route: Route, after: int, before: int) -> int:
    """Seconds of breaks between two moments."""
    return sum(rest.ends - rest.starts for rest in route.rests if after <= rest.starts and rest.ends <= before)


def _breaks(problem: Problem, shift: Shift, route: Route) -> Iterator[Fault]:
    """Each break is taken in its window, whole, while nothing is served, unless work is over before."""
    rests = list(route.rests)
    for call in route.calls:
        if any(rest.starts < call.ends and call.starts < rest.ends for rest in rests):
            yield Fault("works_in_break", shift.id, call.stop)
    for wanted in problem.breaks(shift):
        held = next((rest for rest in rests if _fits(wanted, rest.starts, rest.ends)), None)
        if held is not None:
            rests.remove(held)
        elif route.returns > wanted.closes:
            yield Fault("no_break", shift.id)


def _fits(wanted: Break, starts: int, ends: int) -> bool:
    return wanted.opens <= starts <= wanted.closes and ends - starts >= wanted.seconds


def _links(problem: Problem, plan: Plan) -> Iterator[Fault]:
    starts = {call.stop: call.starts for route in plan.routes for call in route.calls}
    for link in problem.links:
        first, second = starts.get(link.first), starts.get(link.second)
        if first is not None and second is not None:
            if not link.gap_min <= second - first <= link.gap_max:
                yield Fault("gap", stop=link.second, detail=link.first)
        elif link.is_loose:
            continue
        elif first is not second and not any(problem.stop_of[name].fixed for name in (link.first, link.second)):
            yield Fault("half_served", stop=link.second, detail=link.first)


def _workers(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """Nobody works too long, or in two routes at once."""
    work: Counter[str] = Counter()
    busy: dict[str, list[tuple[int, int, str]]] = {}
    for route in plan.routes:
        shift, place, seconds = problem.shift_of[route.shift], problem.shift_of[route.shift].start_place, 0
        for call in route.calls:
            stop = problem.stop_of[call.stop]
            seconds += stop.seconds + problem.travel.seconds(shift.mode, place, stop.place)
            place = stop.place
        work[shift.worker] += seconds + problem.travel.seconds(shift.mode, place, shift.end_place)
        busy.setdefault(shift.worker, []).append((route.leaves, route.returns, shift.id))
    for shift in problem.shifts:
        if work[shift.worker] > shift.work_max:
            yield Fault("work_max", shift.id)
    for spans in busy.values():
        for one, two in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if two[0] < one[1]:
                yield Fault("two_places", two[2])


def _fixed(problem: Problem, plan: Plan) -> Iterator[Fault]:
    held = {call.stop: (route.shift, call.starts) for route in plan.routes for call in route.calls}
    for stop in problem.stops:
        if stop.fixed and stop.id in held and held[stop.id] != (stop.fixed.shift, stop.fixed.starts):
            yield Fault("fixed_moved", stop=stop.id)
