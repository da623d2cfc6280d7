"""Stops linked in time go in and out together; while inside, their starts are pinned. Compiled."""

from yinling.engines.routing.days_arrays import Array, Day, Routes
from yinling.engines.routing.days_compiling import compiled_bare, compiled_door, compiled_within
from yinling.engines.routing.days_placing import (
    best_pair,
    draw,
    insert_single,
    list_options,
    put,
    room,
    take_out,
)
from yinling.engines.routing.days_problem import FOREVER
from yinling.engines.routing.days_timing import lay

STARTS_TRIED = 4


@compiled_within
def is_movable(day: Day, routes: Routes, stop: int) -> bool:
    """Whether the stop and all linked to it may be taken out."""
    if routes.locked[stop]:
        return False
    if day.group[stop] >= 0:
        for member in day.members[day.group[stop]]:
            if member >= 0 and routes.locked[member]:
                return False
    return True


@compiled_within
def take_group(day: Day, routes: Routes, stop: int) -> None:
    """Takes a stop and all linked to it out; routes that were touched are still to be laid anew."""
    if day.group[stop] < 0:
        take_out(day, routes, stop)
        return
    for member in day.members[day.group[stop]]:
        if member >= 0 and routes.where[member] >= 0:
            take_out(day, routes, member)


@compiled_bare
def insert_pair(day: Day, routes: Routes, group: int, rows: Array, row_count: int) -> bool:
    """Both members in different routes, the cheapest two places that fit in time."""
    one, two = day.members[group, 0], day.members[group, 1]
    options, costs = routes.options, routes.prices
    first = list_options(day, routes, one, rows, row_count, options[0], costs[0])
    second = list_options(day, routes, two, rows, row_count, options[1], costs[1]) if first else 0
    least, most = day.gaps[one, 1, 0], day.gaps[one, 1, 1]
    a, b, starts, follows = best_pair(day, routes, first, second, least, most)
    if a < 0:
        return False
    routes.pin[one] = starts
    put(day, routes, one, options[0, a, 0], options[0, a, 1])
    routes.pin[two] = follows
    put(day, routes, two, options[1, b, 0], options[1, b, 1])
    return True


@compiled_bare
def insert_in_turn(day: Day, routes: Routes, group: int, rows: Array, row_count: int, random: Array) -> bool:
    """One member after another, each where it is cheapest within what the earlier ones leave."""
    members = day.members[group]
    for place in range(len(members)):
        stop = members[place]
        if stop < 0:
            break
        low, high = window_left(day, routes, group, place)
        chosen, column, starts = -1, -1, 0
        for _ in range(STARTS_TRIED):
            if low > high:
                break
            routes.pin[stop] = -1 if place == 0 else low
            row, where, _cost, early, late = insert_single(day, routes, stop, rows, row_count)
            if row >= 0:
                chosen, column, starts = row, where, early
                if place == 0 and draw(random) < 0.5:
                    starts = early + int(draw(random) * (late - early + 1))
                break
            low += max(1, (high - low) // STARTS_TRIED)
        if chosen < 0:
            routes.pin[stop] = -1
            for earlier in members[:place]:
                lay(day, routes, take_out(day, routes, earlier))
                routes.absents[0] -= 1
            return False
        routes.pin[stop] = starts
        put(day, routes, stop, chosen, column)
    return True


@compiled_bare
def window_left(day: Day, routes: Routes, group: int, place: int) -> tuple[int, int]:
    """The starts that the members already inside leave to another."""
    stop = day.members[group, place]
    low, high = day.opens[stop], day.closes[stop]
    for earlier in range(place):
        other = day.members[group, earlier]
        if day.gaps[other, place, 1] < FOREVER:
            high = min(high, routes.pin[other] + day.gaps[other, place, 1])
        low = max(low, routes.pin[other] + day.gaps[other, place, 0])
    return low, high


@compiled_bare
def insert_group(day: Day, routes: Routes, stop: int, rows: Array, row_count: int, random: Array) -> bool:
    """All members of a group or none."""
    group, size = day.group[stop], 0
    for member in day.members[day.group[stop]]:
        if member >= 0 and (routes.where[member] >= 0 or routes.locked[member]):
            return False
        size += member >= 0
    if size == 2 and draw(random) < 0.7 and insert_pair(day, routes, group, rows, row_count):
        return True
    return insert_in_turn(day, routes, group, rows, row_count, random)


@compiled_door
def put_first(day: Day, routes: Routes, stop: int, row: int, starts: int) -> bool:
    """Puts a stop at a given start into a given route, after those that start before; False if it cannot be kept."""
    column = 0
    if not room(routes.stops, routes.counts, row):
        return False
    for place in range(1, routes.counts[row] + 1):
        if routes.pin[routes.stops[row, place]] <= starts:
            column = place
    routes.pin[stop] = starts
    put(day, routes, stop, row, column)
    return bool(routes.late[row, 0, 0] >= day.span[row, 0])
