"""Ruin and recreate: strings of neighbouring stops are taken out and put in again under simulated annealing. Compiled.

Slack induction by string removals, greedy insertion with blinks: Christiaens and Vanden Berghe, Transportation
Science 54 (2020).
"""

import math
from typing import NamedTuple

import numpy as np

from yinling.engines.routing.days_arrays import Array, Day, Routes
from yinling.engines.routing.days_compiling import compiled_door, compiled_within
from yinling.engines.routing.days_groups import insert_group, is_movable, take_group
from yinling.engines.routing.days_placing import cheapest, draw, put, sort_by
from yinling.engines.routing.days_timing import lay

REMOVED_MEAN = 10
STRING_MAX = 10
BLINK = 0.01
ABSENT_TRIED = 20
WHOLE = 0.02
NEAR, EVERY, TOUCHED, EMPTY = range(4)  # lists of routes


class Desk(NamedTuple):
    """What a search of one part notes down, from slice to slice."""

    ruined: Array  # [shift] whether it lost a string in this ruin
    rows: Array  # [list, place] routes of a list
    marks: Array  # [shift + 1] the number of the last listing that has it; last, of listings so far
    waiting: Array  # [stop + 1] the number of the last ruin before which it was left out; last, of ruins so far
    known: Array  # [stop, shift, 3] version of the worker's routes, cost and column of the cheapest place


def empty_desk(day: Day) -> Desk:
    """Nothing is known yet."""
    stops, shifts = day.fit.shape
    rows = np.zeros((4, shifts), dtype=np.int64)
    rows[EVERY] = np.arange(shifts)
    return Desk(
        ruined=np.zeros(shifts, dtype=np.bool_),
        rows=rows,
        marks=np.zeros(shifts + 1, dtype=np.int64),
        waiting=np.zeros(stops + 1, dtype=np.int64),
        known=np.full((stops, shifts, 3), -1.0),
    )


@compiled_within
def total_cost(day: Day, routes: Routes) -> float:
    """All routes and all stops left out."""
    cost = 0.0
    for row in range(len(routes.cost)):
        cost += routes.cost[row]
    for place in range(routes.absents[0]):
        cost += day.weight[routes.absent[place]]
    return float(cost)


@compiled_within
def remove_string(day: Day, routes: Routes, row: int, stop: int, length: int, random: Array) -> None:
    """Takes a string of a route out that holds the stop; with even chance a middle part of it stays."""
    count = routes.counts[row]
    place = 1
    while routes.stops[row, place] != stop:
        place += 1
    stay = 0
    if length > 1 and draw(random) < 0.5:
        while length + stay < count and draw(random) > 0.01 + 0.5:
            stay += 1
    span = length + stay
    low = max(1, place - span + 1)
    high = min(place, count - span + 1)
    start = low + int(draw(random) * (high - low + 1))
    skip = start + int(draw(random) * length) if stay else -1
    doomed = routes.order[1]
    for offset in range(span):
        doomed[offset] = routes.stops[row, start + offset]
    for offset in range(span):
        victim = doomed[offset]
        is_staying = skip >= 0 and skip <= start + offset < skip + stay and victim != stop
        if not is_staying and routes.where[victim] == row and is_movable(day, routes, victim):
            take_group(day, routes, victim)


@compiled_within
def ruin(day: Day, routes: Routes, random: Array, ruined: Array) -> bool:
    """Takes strings out around a random stop; False if a route that stays cannot be kept."""
    n = len(day.seconds)
    used = 1
    for row in range(len(ruined)):
        ruined[row] = False
        used += routes.counts[row] > 0
    longest = min(STRING_MAX, max(1.0, (n - routes.absents[0]) / used))
    most = 4.0 * REMOVED_MEAN / (1.0 + longest) - 1.0
    strings = int(draw(random) * most + 1.0)
    seed = int(draw(random) * n)
    for stop in day.near[seed]:
        if strings <= 0:
            break
        row = routes.where[stop]
        if row < 0 or ruined[row] or not is_movable(day, routes, stop):
            continue
        length = int(draw(random) * min(longest, routes.counts[row]) + 1.0)
        remove_string(day, routes, row, stop, min(length, routes.counts[row]), random)
        ruined[row] = True
        strings -= 1
    is_kept = True
    for row in range(len(ruined)):
        if routes.touched[row]:
            is_kept = lay(day, routes, row) and is_kept
    return is_kept


@compiled_within
def order_absent(day: Day, routes: Routes, random: Array) -> None:
    """Who is put in first: at random, the longest, the narrowest window, the earliest, the dearest to leave out."""
    count, kind = routes.absents[0], draw(random)
    keys, order = routes.keys[:count], routes.order[0, :count]
    for place in range(count):
        stop = routes.absent[place]
        if kind < 0.35:
            keys[place] = draw(random)
        elif kind < 0.55:
            keys[place] = -day.seconds[stop]
        elif kind < 0.75:
            keys[place] = day.closes[stop] - day.opens[stop]
        elif kind < 0.85:
            keys[place] = day.opens[stop]
        else:
            keys[place] = -day.weight[stop] * (0.5 + draw(random))
    sort_by(keys, order)
    for place in range(count):
        order[place] = routes.absent[order[place]]
    for place in range(count):
        routes.absent[place] = order[place]


@compiled_within
def rows_near(day: Day, routes: Routes, stop: int, rows: Array, empty: int, marks: Array, reach: int) -> int:
    """Lists the routes that pass near a stop after those that were found empty; how many."""
    count, mark = 0, marks[-1] + 1
    marks[-1] = mark
    for place in range(empty):
        rows[NEAR, count] = rows[EMPTY, place]
        marks[rows[EMPTY, place]] = mark
        count += 1
    for neighbour in day.near[stop, :reach]:
        row = routes.where[neighbour]
        if row >= 0 and marks[row] != mark:
            marks[row] = mark
            rows[NEAR, count] = row
            count += 1
    return count


@compiled_within
def put_back(
    day: Day, routes: Routes, stop: int, rows: Array, row_count: int, known: Array, random: Array
) -> bool:  # fmt: skip
    """Puts a stop, or its group, where it is cheapest, if that is cheaper than leaving it out."""
    if day.group[stop] >= 0:
        return insert_group(day, routes, stop, rows, row_count, random)
    row, column = cheapest(day, routes, stop, rows, row_count, known, BLINK, random)
    if row < 0:
        return False
    put(day, routes, stop, row, column)
    return True


@compiled_within
def recreate(day: Day, routes: Routes, random: Array, desk: Desk, reach: int, tried: int) -> None:
    """Puts stops back, one after another; who finds no place near is looked for everywhere.

    Who was left out before the ruin (`waiting`) found no place in routes as they still are: only routes that were
    touched are looked at, but for once in a while, since blinks pass good places over.
    """
    order_absent(day, routes, random)
    rows, waiting = desk.rows, desk.waiting
    touched, empty, is_whole = 0, 0, draw(random) < WHOLE
    for row in range(len(day.mode)):
        if routes.touched[row]:
            rows[TOUCHED, touched] = row
            touched += 1
        if routes.counts[row] == 0:
            rows[EMPTY, empty] = row
            empty += 1
    count = routes.absents[0]
    first = max(0, int(draw(random) * (count - tried + 1))) if count > tried else 0
    for place in range(first, min(count, first + tried)):
        stop = routes.absent[place]
        if routes.where[stop] >= 0 or routes.locked[stop]:
            continue
        kind, seen = TOUCHED, touched
        if waiting[stop] != waiting[-1] or day.group[stop] >= 0 or is_whole:
            kind, seen = NEAR, rows_near(day, routes, stop, rows, empty, desk.marks, reach)
        while not put_back(day, routes, stop, rows[kind], seen, desk.known, random) and kind == NEAR:
            kind, seen = EVERY, len(day.mode)
    left = 0
    for place in range(count):
        stop = routes.absent[place]
        if routes.where[stop] < 0:
            routes.absent[left] = stop
            left += 1
    routes.absents[0] = left


@compiled_within
def copy_touched(source: Routes, target: Routes, touched: Array, is_all: bool) -> None:
    """The routes that were touched, and what stands by stop; starts are fixed at the end and not copied."""
    states = source.early.shape[2]
    for row in range(len(touched)):
        if touched[row] or is_all:
            touched[row] = False
            for column in range(max(source.counts[row], target.counts[row]) + 2):
                target.stops[row, column] = source.stops[row, column]
                target.legs[row, column] = source.legs[row, column]
                for state in range(states):
                    target.early[row, column, state] = source.early[row, column, state]
                    target.late[row, column, state] = source.late[row, column, state]
            target.counts[row] = source.counts[row]
            target.cost[row] = source.cost[row]
            target.work[row] = source.work[row]
    for worker in range(len(source.worked)):
        target.worked[worker] = source.worked[worker]
        target.version[worker] = source.version[worker]
    for stop in range(len(source.where)):
        target.where[stop] = source.where[stop]
        target.pin[stop] = source.pin[stop]
        target.locked[stop] = source.locked[stop]
    for place in range(source.absents[0]):
        target.absent[place] = source.absent[place]
    target.absents[0] = source.absents[0]


@compiled_door
def search(
    day: Day, current: Routes, trial: Routes, best: Routes, desk: Desk, best_cost: float, random: Array,
    iterations: int, hot: float, cold: float, reach: int,
) -> float:  # fmt: skip
    """Anneals from hot to cold over some iterations; `best` is the cheapest met so far, its cost is returned.

    Without iterations it only puts in what is left out: a first plan.
    """
    heat, waiting = hot, desk.waiting
    trial.version[-1] = max(trial.version[-1], current.version[-1])
    copy_touched(current, trial, trial.touched, True)
    cost = total_cost(day, current)
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    for _ in range(max(1, iterations)):
        heat *= cooling
        waiting[-1] += 1
        for place in range(trial.absents[0] if iterations > 0 else 0):
            waiting[trial.absent[place]] = waiting[-1]
        is_kept = iterations == 0 or ruin(day, trial, random, desk.ruined)
        tried = trial.absents[0] if trial.absents[0] <= 2 * ABSENT_TRIED or iterations == 0 else ABSENT_TRIED
        if is_kept:
            recreate(day, trial, random, desk, reach, tried)
        found = total_cost(day, trial)
        if is_kept and found < cost - heat * math.log(1.0 - draw(random) + 1e-300):
            copy_touched(trial, current, trial.touched, False)
            cost = found
            if cost < best_cost - 1e-6:
                best_cost = cost
                copy_touched(current, best, best.touched, True)
        else:
            copy_touched(current, trial, trial.touched, False)
    return best_cost
