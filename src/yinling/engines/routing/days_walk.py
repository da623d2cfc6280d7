"""Times of one route in plain Python: earliest starts, breaks where they cost no time; for judging one change."""

from collections.abc import Mapping, Sequence

from yinling.engines.routing.days_plan import Rest, Route, write_route
from yinling.engines.routing.days_problem import Break, Problem, Shift, Stop


def walk(problem: Problem, shift: Shift, stops: Sequence[Stop], pinned: Mapping[str, int]) -> Route | None:
    """The route with these stops in this order, or None if time forbids it; `pinned` stops start just then."""
    breaks, end = problem.breaks(shift), problem.latest_end(shift)
    labels: dict[int, tuple[int, tuple[int, ...], tuple[Rest, ...]]] = {0: (shift.starts, (), ())}
    place = shift.start_place
    for stop in stops:
        leg = problem.travel.seconds(shift.mode, place, stop.place)
        low, high = (pinned[stop.id],) * 2 if stop.id in pinned else (problem.opens(stop), stop.closes)
        reached: dict[int, tuple[int, tuple[int, ...], tuple[Rest, ...]]] = {}
        for taken, (free, starts, rests) in labels.items():
            for state, ready, held in _with_breaks(breaks, taken, free, rests):
                begins = max(ready + leg, low)
                if begins <= high and (state not in reached or begins + stop.seconds < reached[state][0]):
                    reached[state] = begins + stop.seconds, (*starts, begins), held
        labels, place = reached, stop.place
    home = problem.travel.seconds(shift.mode, place, shift.end_place)
    found = None
    for taken, (free, starts, rests) in labels.items():
        for state, ready, held in _with_breaks(breaks, taken, free, rests):
            back = ready + home
            is_rested = state == len(breaks) or back <= breaks[state].closes
            if back <= end and is_rested and (found is None or back < found[0]):
                found = back, starts, held
    if found is None:
        return None
    return write_route(problem, shift, [stop.id for stop in stops], list(found[1]), list(found[2]))


def _with_breaks(
    breaks: Sequence[Break], taken: int, free: int, rests: tuple[Rest, ...]
) -> list[tuple[int, int, tuple[Rest, ...]]]:
    """Going on at once, or after the next breaks."""
    found = [(taken, free, rests)]
    for place in range(taken, len(breaks)):
        starts = max(free, breaks[place].opens)
        if starts > breaks[place].closes:
            break
        free = starts + breaks[place].seconds
        rests = (*rests, Rest(starts, free))
        found.append((place + 1, free, rests))
    return found
