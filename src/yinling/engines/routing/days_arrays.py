"""Arrays of a part of a day and of its routes, for the compiled search; seconds, −1 for none."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from yinling.engines.routing.days_problem import BREAKS_MAX, FOREVER, Problem, Shift, Stop, fit_cost, refused

Array = npt.NDArray[Any]
NEAR_MAX = 120
OPTIONS_MAX = 200
NEVER = -(1 << 30)
TOO_LATE = 1 << 30


class Day(NamedTuple):
    """What does not change while searching. Stop u is location u, shift r starts at n + r and ends at n + m + r."""

    seconds: Array  # [stop]
    opens: Array  # [stop]
    closes: Array  # [stop]
    due: Array  # [stop], TOO_LATE if none
    known: Array  # [stop] start already known, plus tolerance; TOO_LATE if none
    weight: Array  # [stop] cost of leaving out
    fit: Array  # [stop, shift] cost, −1 if refused
    group: Array  # [stop], −1 if linked to none
    members: Array  # [group, place in group], −1 beyond
    gaps: Array  # [stop, place in group, 2]: start of that member minus own start, least and most
    travel: Array  # [mode, location, location]
    into: Array  # [mode, location, location], turned: into[mode, to, from]
    near: Array  # [stop, rank], nearest first
    mode: Array  # [shift]
    worker: Array  # [shift]
    span: Array  # [shift, 3]: start, wished end, latest end
    length: Array  # [shift] for fairness
    breaks: Array  # [shift, break, 3]: opens, closes, seconds
    break_count: Array  # [shift]
    work_max: Array  # [worker]
    costs: Array  # travel, late, overtime, fairness, other time, whether times cost at all


class Routes(NamedTuple):
    """Who does what when; row r of every array is shift r, column 0 its start, column count + 1 its end."""

    stops: Array  # [shift, column]
    counts: Array  # [shift] stops of each
    early: Array  # [shift, column, breaks taken] earliest start
    late: Array  # [shift, column, breaks taken] latest start
    legs: Array  # [shift, column] to the next column
    at: Array  # [shift, column] start
    rest: Array  # [shift, break] start, −1 if after work
    cost: Array  # [shift]
    work: Array  # [shift]
    worked: Array  # [worker]
    where: Array  # [stop] its shift, −1 if left out
    pin: Array  # [stop] its start if it may not move in time
    locked: Array  # [stop] whether it may not be taken out
    absent: Array  # [place] stops left out, then −1
    absents: Array  # [1] how many
    touched: Array  # [shift] whether it was laid anew since last asked
    version: Array  # [worker + 1] number of the last laying of one of the worker's routes; last, of layings so far
    spent: Array  # space: [column, breaks taken]
    came: Array  # space: [column, breaks taken]
    keys: Array  # space: [place]
    order: Array  # space: [2, place]
    options: Array  # space: [2, option, 4]
    prices: Array  # space: [2, option]


def day_arrays(problem: Problem, stops: Sequence[Stop], shifts: Sequence[Shift]) -> Day:
    """The arrays of a part of the day; links to stops outside are left out: those stops are pinned by the caller."""
    workers = {name: place for place, name in enumerate(dict.fromkeys(shift.worker for shift in shifts))}
    modes = {name: place for place, name in enumerate(dict.fromkeys(shift.mode for shift in shifts))}
    travel = _travel(problem, stops, shifts, list(modes))
    group, members, gaps = _groups(problem, stops)
    weights = problem.weights
    has_time_costs = any(stop.due is not None for stop in stops) or bool(weights.other_time and problem.base.held)
    costs = [weights.travel, weights.late, weights.overtime, weights.fairness, weights.other_time, has_time_costs]
    breaks, counts = _breaks(problem, shifts)
    return Day(
        seconds=_whole(stop.seconds for stop in stops),
        opens=_whole(problem.opens(stop) for stop in stops),
        closes=_whole(stop.closes for stop in stops),
        due=_whole(TOO_LATE if stop.due is None else stop.due for stop in stops),
        known=_whole(_known(problem, stop) for stop in stops),
        weight=np.array([stop.weight for stop in stops], dtype=np.float64),
        fit=_fit(problem, stops, shifts),
        group=group,
        members=members,
        gaps=gaps,
        travel=travel,
        into=np.ascontiguousarray(travel.transpose(0, 2, 1)) if problem.travel.matrices else travel,
        near=_near(travel[0], len(stops)),
        mode=_whole(modes[shift.mode] for shift in shifts),
        worker=_whole(workers[shift.worker] for shift in shifts),
        span=np.array([[s.starts, s.ends, problem.latest_end(s)] for s in shifts], dtype=np.int64).reshape(-1, 3),
        length=_whole(max(1, shift.ends - shift.starts) for shift in shifts),
        breaks=breaks,
        break_count=counts,
        work_max=_work_max(shifts, workers),
        costs=np.array(costs, dtype=np.float64),
    )


def _whole(values: Any) -> Array:
    return np.array(list(values), dtype=np.int64)


def _known(problem: Problem, stop: Stop) -> int:
    held = problem.base.held.get(stop.id)
    return TOO_LATE if held is None else held[1] + problem.base.tolerance


def _travel(problem: Problem, stops: Sequence[Stop], shifts: Sequence[Shift], modes: Sequence[str]) -> Array:
    places = [stop.place for stop in stops]
    places += [shift.start_place for shift in shifts] + [shift.end_place for shift in shifts]
    return np.stack([problem.travel.block(mode, np.array(places, dtype=np.int64)) for mode in modes])


def _fit(problem: Problem, stops: Sequence[Stop], shifts: Sequence[Shift]) -> Array:
    """Kinds of stops and of shifts are judged once; wishes and bars one by one."""
    needs, asked = _kinds(stop.needs for stop in stops)
    offers, offered = _kinds(shift.has for shift in shifts)
    judged = np.array([[0.0 if need <= offer else -1.0 for offer in offers] for need in needs], dtype=np.float32)
    found = judged.reshape(len(needs), len(offers))[np.ix_(asked, offered)]
    for row, stop in enumerate(stops):
        if stop.barred or stop.fixed or stop.prefers or stop.known or stop.id in problem.base.held:
            for column in np.flatnonzero(found[row] >= 0).tolist():
                shift = shifts[column]
                found[row, column] = -1.0 if refused(problem, stop, shift) else fit_cost(problem, stop, shift.worker)
    return np.ascontiguousarray(found)


def _kinds(sets: Iterable[frozenset[str]]) -> tuple[list[frozenset[str]], Array]:
    places: dict[frozenset[str], int] = {}
    numbers = [places.setdefault(each, len(places)) for each in sets]
    return list(places), np.array(numbers, dtype=np.int64)


def _groups(problem: Problem, stops: Sequence[Stop]) -> tuple[Array, Array, Array]:
    """Stops that hang together by links, and the gaps between all of them (shortest paths)."""
    place = {stop.id: row for row, stop in enumerate(stops)}
    groups: list[list[int]] = []
    group = np.full(len(stops), -1, dtype=np.int64)
    for row, stop in enumerate(stops):
        if group[row] >= 0 or stop.id not in problem.links_of:
            continue
        members = _reachable(problem, stop.id, place)
        if len(members) > 1:
            group[members] = len(groups)
            groups.append(members)
    width = max((len(members) for members in groups), default=1)
    table = np.full((max(1, len(groups)), width), -1, dtype=np.int64)
    gaps = np.zeros((len(stops) if groups else 1, width, 2), dtype=np.int64)
    for row, members in enumerate(groups):
        table[row, : len(members)] = members
        gaps[members, : len(members)] = _all_gaps(problem, [stops[member].id for member in members])
    return group, table, gaps


def _reachable(problem: Problem, first: str, place: dict[str, int]) -> list[int]:
    found, waiting = [first], [first]
    while waiting:
        here = waiting.pop()
        for link in problem.links_of[here]:
            other = link.second if link.first == here else link.first
            if other in place and other not in found:
                found.append(other)
                waiting.append(other)
    return [place[name] for name in found]


def _all_gaps(problem: Problem, names: list[str]) -> Array:
    most = np.full((len(names), len(names)), FOREVER, dtype=np.int64)
    np.fill_diagonal(most, 0)
    for link in {link for name in names for link in problem.links_of[name]}:
        if link.first in names and link.second in names:
            a, b = names.index(link.first), names.index(link.second)
            most[a, b] = min(most[a, b], link.gap_max)
            most[b, a] = min(most[b, a], -link.gap_min)
    for middle in range(len(names)):
        most = np.minimum(most, most[:, middle : middle + 1] + most[middle])
    return np.stack([-most.T, most], axis=2)


def _near(travel: Array, count: int) -> Array:
    width = min(NEAR_MAX, count)
    block = travel[:count, :count]
    if width == 0:
        return np.zeros((0, 0), dtype=np.int64)
    chosen = np.argpartition(block, width - 1, axis=1)[:, :width]
    order = np.argsort(np.take_along_axis(block, chosen, axis=1), axis=1, kind="stable")
    return np.ascontiguousarray(np.take_along_axis(chosen, order, axis=1)).astype(np.int64)


def _breaks(problem: Problem, shifts: Sequence[Shift]) -> tuple[Array, Array]:
    table = np.zeros((len(shifts), BREAKS_MAX, 3), dtype=np.int64)
    counts = np.zeros(len(shifts), dtype=np.int64)
    for row, shift in enumerate(shifts):
        for place, each in enumerate(problem.breaks(shift)[:BREAKS_MAX]):
            table[row, place] = each.opens, each.closes, each.seconds
            counts[row] = place + 1
    return table, counts


def _work_max(shifts: Sequence[Shift], workers: dict[str, int]) -> Array:
    most = np.full(max(1, len(workers)), FOREVER, dtype=np.int64)
    for shift in shifts:
        place = workers[shift.worker]
        most[place] = min(most[place], shift.work_max)
    return most


def empty_routes(day: Day, width: int) -> Routes:
    """Nobody does anything yet."""
    stops, shifts, states = len(day.seconds), len(day.mode), int(day.break_count.max(initial=0)) + 1
    return Routes(
        stops=np.full((shifts, width), -1, dtype=np.int64),
        counts=np.zeros(shifts, dtype=np.int64),
        early=np.full((shifts, width, states), TOO_LATE, dtype=np.int64),
        late=np.full((shifts, width, states), NEVER, dtype=np.int64),
        legs=np.zeros((shifts, width), dtype=np.int64),
        at=np.zeros((shifts, width), dtype=np.int64),
        rest=np.full((shifts, BREAKS_MAX), -1, dtype=np.int64),
        cost=np.zeros(shifts, dtype=np.float64),
        work=np.zeros(shifts, dtype=np.int64),
        worked=np.zeros(len(day.work_max), dtype=np.int64),
        where=np.full(stops, -1, dtype=np.int64),
        pin=np.full(stops, -1, dtype=np.int64),
        locked=np.zeros(stops, dtype=np.bool_),
        absent=np.full(stops + 1, -1, dtype=np.int64),
        absents=np.zeros(1, dtype=np.int64),
        touched=np.zeros(shifts, dtype=np.bool_),
        version=np.zeros(len(day.work_max) + 1, dtype=np.int64),
        spent=np.zeros((width, states), dtype=np.float64),
        came=np.zeros((width, states), dtype=np.int64),
        keys=np.zeros(stops + 1, dtype=np.float64),
        order=np.zeros((2, max(stops + 1, OPTIONS_MAX)), dtype=np.int64),
        options=np.zeros((2, OPTIONS_MAX, 4), dtype=np.int64),
        prices=np.zeros((2, OPTIONS_MAX), dtype=np.float64),
    )


def width_of(day: Day) -> int:
    """Columns enough for any route: as many stops as fit into the longest shift."""
    if not len(day.seconds) or not len(day.mode):
        return 3
    longest = int((day.span[:, 2] - day.span[:, 0]).max())
    shortest = max(60, int(day.seconds.min()))
    return min(len(day.seconds), longest // shortest + 1) + 3
