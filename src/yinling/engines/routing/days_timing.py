"""Times of one route: earliest and latest starts with breaks between stops, and what the route costs. Compiled."""

import numpy as np

from yinling.engines.routing.days_arrays import NEVER, TOO_LATE, Array, Day, Routes
from yinling.engines.routing.days_compiling import compiled_bare, compiled_door, compiled_within

# Compiled functions keep a copy of those they call: after a change here the folders __pycache__ are to be emptied.


@compiled_within
def location(stops: Array, count: int, start: int, end: int, column: int) -> int:
    """Where a column of a route is: at its start, at one of its stops, or at its end."""
    if column == 0:
        return start
    return end if column > count else int(stops[column])


@compiled_within
def bound(pin: Array, bounds: Array, stop: int) -> int:
    """The earliest start now of a stop, or the latest, whichever the bounds are: its pin if it has one."""
    return int(pin[stop]) if pin[stop] >= 0 else int(bounds[stop])


@compiled_within
def after_break(breaks: Array, taken: int, ready: int) -> int:
    """When the next break of a shift ends if one is free at `ready`; TOO_LATE if it can no longer start."""
    starts = max(ready, breaks[taken, 0])
    return int(starts + breaks[taken, 2]) if starts <= breaks[taken, 1] else TOO_LATE


@compiled_within
def forget(early: Array, columns: int, states: int) -> None:
    """No start is known."""
    for column in range(columns):
        for state in range(states):
            early[column, state] = TOO_LATE


@compiled_within
def lay_forward(day: Day, routes: Routes, row: int) -> None:
    """Earliest starts of every column by breaks taken, and the legs."""
    count, states = routes.counts[row], day.break_count[row] + 1
    early, breaks = routes.early[row], day.breaks[row]
    forget(early, count + 2, states)
    early[0, 0] = day.span[row, 0]
    start = len(day.seconds) + row
    here, end, served = start, start + len(day.mode), 0
    for column in range(count + 1):
        there = location(routes.stops[row], count, start, end, column + 1)
        leg = day.travel[day.mode[row], here, there]
        routes.legs[row, column] = leg
        opens, closes = 0, day.span[row, 2]
        if column < count:
            opens, closes = bound(routes.pin, day.opens, there), bound(routes.pin, day.closes, there)
        for taken in range(states):
            ready = early[column, taken] + served
            for state in range(taken, states):
                if ready >= TOO_LATE:
                    break
                starts = max(ready + leg, opens)
                if starts <= closes and starts < early[column + 1, state]:
                    early[column + 1, state] = starts
                if state + 1 < states:
                    ready = after_break(breaks, state, ready)
        here = there
        served = day.seconds[there] if column < count else 0


@compiled_within
def lay_backward(day: Day, routes: Routes, row: int) -> None:
    """Latest starts of every column by breaks taken, so that all that follows can still be kept."""
    count, states = routes.counts[row], day.break_count[row] + 1
    late = routes.late[row]
    for taken in range(states):
        late[count + 1, taken] = day.span[row, 2]
        if taken + 1 < states:
            late[count + 1, taken] = min(day.span[row, 2], day.breaks[row, taken, 1])
    for column in range(count, -1, -1):
        opens, closes, served = day.span[row, 0], day.span[row, 2], 0
        if column > 0:
            stop = routes.stops[row, column]
            opens, closes = bound(routes.pin, day.opens, stop), bound(routes.pin, day.closes, stop)
            served = day.seconds[stop]
        for taken in range(states):
            best = NEVER
            for state in range(taken, states):
                leave = late[column + 1, state] - routes.legs[row, column]
                for held in range(state - 1, taken - 1, -1):
                    leave = min(day.breaks[row, held, 1], leave - day.breaks[row, held, 2])
                    if leave < day.breaks[row, held, 0]:
                        leave = NEVER
                        break
                best = max(best, leave - served)
            best = min(best, closes)
            late[column, taken] = best if best >= opens else NEVER


@compiled_within
def stop_time_cost(costs: Array, due: int, known: int, starts: int) -> float:
    """What it costs that a stop starts then, which is due by then and was known to start then."""
    late: float = costs[1] * max(0, starts - due)
    return late + float(costs[4] if starts > known else 0.0)


@compiled_bare
def schedule(day: Day, routes: Routes, row: int) -> float:
    """Fixes starts and breaks: the cheapest way that stays within the latest starts; earliest among equals."""
    count, states = routes.counts[row], day.break_count[row] + 1
    early, late, breaks = routes.early[row], routes.late[row], day.breaks[row]
    cost, came = routes.spent, routes.came
    for column in range(count + 2):
        for state in range(states):
            cost[column, state], came[column, state] = np.inf, 0
    forget(early, count + 2, states)
    early[0, 0], cost[0, 0] = day.span[row, 0], 0.0
    served = 0
    for column in range(count + 1):
        stop = routes.stops[row, column + 1] if column < count else -1
        opens = bound(routes.pin, day.opens, stop) if stop >= 0 else 0
        for taken in range(states):
            ready = early[column, taken] + served
            for state in range(taken, states):
                if ready >= TOO_LATE:
                    break
                starts = max(ready + routes.legs[row, column], opens)
                if starts <= late[column + 1, state]:
                    spent = cost[column, taken]
                    if stop >= 0:
                        spent += stop_time_cost(day.costs, day.due[stop], day.known[stop], starts)
                    else:
                        spent += day.costs[2] * max(0, starts - day.span[row, 1])
                    known = cost[column + 1, state]
                    if spent < known or (spent == known and starts < early[column + 1, state]):
                        cost[column + 1, state], early[column + 1, state] = spent, starts
                        came[column + 1, state] = taken
                if state + 1 < states:
                    ready = after_break(breaks, state, ready)
        served = day.seconds[stop] if stop >= 0 else 0
    return trace_back(day, routes, row, cost, came)


@compiled_bare
def trace_back(day: Day, routes: Routes, row: int, cost: Array, came: Array) -> float:
    """Writes the chosen starts and breaks; the earliest starts are laid anew afterwards."""
    count, states = routes.counts[row], day.break_count[row] + 1
    early, breaks, state = routes.early[row], day.breaks[row], 0
    for each in range(states):
        if cost[count + 1, each] < cost[count + 1, state]:
            state = each
    found = cost[count + 1, state]
    for held in range(states - 1):
        routes.rest[row, held] = -1
    for column in range(count + 1, 0, -1):
        routes.at[row, column] = early[column, state]
        before = came[column, state]
        ready = early[column - 1, before]
        if column > 1:
            ready += day.seconds[routes.stops[row, column - 1]]
        for held in range(before, state):
            routes.rest[row, held] = max(ready, breaks[held, 0])
            ready = after_break(breaks, held, ready)
        state = before
    routes.at[row, 0] = day.span[row, 0]
    lay_forward(day, routes, row)
    return float(found)


@compiled_door
def schedule_all(day: Day, routes: Routes) -> None:
    """Fixes the starts of every route."""
    for row in range(len(day.mode)):
        schedule(day, routes, row)


@compiled_door
def lay_anew(day: Day, routes: Routes, row: int) -> bool:
    """The same as `lay`, for Python."""
    return lay(day, routes, row)


@compiled_bare
def lay(day: Day, routes: Routes, row: int) -> bool:
    """Lays a route anew after a change: times, work, cost. False if it cannot be kept."""
    routes.touched[row] = True
    routes.version[-1] += 1
    routes.version[day.worker[row]] = routes.version[-1]
    lay_forward(day, routes, row)
    lay_backward(day, routes, row)
    if routes.late[row, 0, 0] < day.span[row, 0]:
        return False
    count, work, fit = routes.counts[row], 0, 0.0
    for column in range(1, count + 1):
        stop = routes.stops[row, column]
        work += day.seconds[stop] + routes.legs[row, column - 1]
        fit += day.fit[stop, row]
    travel = routes.legs[row, count] if count else 0
    work += travel
    worker = day.worker[row]
    routes.worked[worker] += work - routes.work[row]
    routes.work[row] = work
    for column in range(1, count + 1):
        travel += routes.legs[row, column - 1]
    routes.cost[row] = day.costs[0] * travel + fit + day.costs[3] * work * work / day.length[row]
    if count and (day.costs[5] or day.span[row, 2] > day.span[row, 1]):
        routes.cost[row] += schedule(day, routes, row)
    return bool(routes.worked[worker] <= day.work_max[worker])
