"""Finding a place for a stop, putting in and taking out, alone and together with those linked to it. Compiled."""

import numpy as np

from yinling.engines.routing.days_arrays import OPTIONS_MAX, TOO_LATE, Array, Day, Routes
from yinling.engines.routing.days_compiling import compiled_bare, compiled_within
from yinling.engines.routing.days_timing import after_break, bound, lay, location, stop_time_cost


@compiled_within
def draw(random: Array) -> float:
    """The next number in [0, 1) of an own generator (xorshift): its state belongs to a search, not to a thread."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled_within
def interval(day: Day, routes: Routes, stop: int, row: int, column: int, into: int, out: int) -> tuple[int, int]:
    """Earliest and latest start of a stop put in after a column of a route; earliest is TOO_LATE if it cannot be."""
    states, breaks, seconds = day.break_count[row] + 1, day.breaks[row], day.seconds[stop]
    opens, closes = bound(routes.pin, day.opens, stop), bound(routes.pin, day.closes, stop)
    served = day.seconds[routes.stops[row, column]] if column else 0
    found, latest = TOO_LATE, -1
    for taken in range(states):
        ready = routes.early[row, column, taken] + served
        for state in range(taken, states):
            starts = max(ready + into, opens)
            if starts > closes or starts >= found:
                break
            done, slack = starts + seconds, closes - starts
            for after in range(state, states):
                last = routes.late[row, column + 1, after] - out
                if done <= last:
                    found, latest = starts, starts + min(slack, last - done)
                    break
                if after + 1 < states:
                    slack = min(slack, breaks[after, 1] - done)
                    done = after_break(breaks, after, done)
                    if done >= TOO_LATE:
                        break
            if state + 1 < states:
                ready = after_break(breaks, state, ready)
                if ready >= TOO_LATE:
                    break
    return found, latest


@compiled_within
def allowance(day: Day, routes: Routes, stop: int, row: int) -> int:
    """How many seconds of way may be added to serve the stop in this shift; negative if it may not at all."""
    if day.fit[stop, row] < 0:
        return -1
    worker = day.worker[row]
    return int(day.work_max[worker] - routes.worked[worker] - day.seconds[stop])


@compiled_within
def price_of(fit: float, way: float, fairness: float, twice: float, added: int) -> float:
    """What a place costs: the worker, the way, and work added to twice the work that the shift has, for fairness."""
    return fit + way + fairness * (twice + added) * added


@compiled_within
def best_in_route(day: Day, routes: Routes, stop: int, row: int, limit: float) -> tuple[int, float, int, int]:
    """The cheapest place in a route below a limit: column, cost, earliest and latest start; column −1 for none."""
    where, best, starts, latest = -1, limit, 0, 0
    spare = allowance(day, routes, stop, row)
    if spare < 0 or day.fit[stop, row] >= limit:
        return where, best, starts, latest
    mode, count, breaks = day.mode[row], routes.counts[row], day.break_count[row]
    twice, fairness = 2.0 * routes.work[row], day.costs[3] / day.length[row]
    into_stop, out_of_stop = day.into[mode, stop], day.travel[mode, stop]
    closes, done = bound(routes.pin, day.closes, stop), bound(routes.pin, day.opens, stop) + day.seconds[stop]
    start = before = len(day.seconds) + row
    end = start + len(day.mode)
    for column in range(count + 1):
        if column and routes.early[row, column, 0] > closes and routes.early[row, column, breaks] > closes:
            break
        here, after = before, location(routes.stops[row], count, start, end, column + 1)
        before = after
        if routes.late[row, column + 1, breaks] < done:  # the more breaks are behind, the later it may be
            continue
        into, out = into_stop[here], out_of_stop[after]
        more = into + out - (routes.legs[row, column] if count else 0)
        cost = price_of(day.fit[stop, row], day.costs[0] * more, fairness, twice, more + day.seconds[stop])
        if cost >= best or more > spare:
            continue
        early, late = interval(day, routes, stop, row, column, into, out)
        if early >= TOO_LATE:
            continue
        if day.costs[5]:
            cost += stop_time_cost(day.costs, day.due[stop], day.known[stop], early)
        if column == count:
            cost += day.costs[2] * max(0, early + day.seconds[stop] + out - day.span[row, 1])
        if cost < best:
            where, best, starts, latest = column, cost, early, late
    return where, best, starts, latest


@compiled_within
def put(day: Day, routes: Routes, stop: int, row: int, column: int) -> None:
    """Puts a stop in after a column, and lays the route anew."""
    stops, count = routes.stops[row], routes.counts[row]
    for place in range(count, column, -1):
        stops[place + 1] = stops[place]
    stops[column + 1] = stop
    routes.counts[row] = count + 1
    routes.where[stop] = row
    lay(day, routes, row)


@compiled_within
def take_out(day: Day, routes: Routes, stop: int) -> int:
    """Takes a stop out of its route, which is still to be laid anew, and answers which; it is free in time again."""
    row, found = routes.where[stop], False
    stops, count = routes.stops[row], routes.counts[row]
    for place in range(1, count):
        found = found or stops[place] == stop
        if found:
            stops[place] = stops[place + 1]
    stops[count] = -1
    routes.counts[row] = count - 1
    routes.where[stop] = routes.pin[stop] = -1
    routes.absent[routes.absents[0]] = stop
    routes.absents[0] += 1
    routes.touched[row] = True
    return int(row)


@compiled_within
def room(stops: Array, counts: Array, row: int) -> bool:
    """Whether the table of stops has a column left."""
    return bool(counts[row] + 3 <= stops.shape[1])


@compiled_within
def insert_single(day: Day, routes: Routes, stop: int, rows: Array, row_count: int) -> tuple[int, int, float, int, int]:
    """The cheapest place among some routes: row, column, cost, earliest and latest start; row −1 for none."""
    chosen, where, best, starts, latest = -1, -1, np.inf, 0, 0
    for place in range(row_count):
        row = rows[place]
        if room(routes.stops, routes.counts, row):
            column, cost, early, late = best_in_route(day, routes, stop, row, best)
            if column >= 0:
                chosen, where, best, starts, latest = row, column, cost, early, late
    return chosen, where, best, starts, latest


@compiled_within
def cheapest(
    day: Day, routes: Routes, stop: int, rows: Array, row_count: int, known: Array, blink: float, random: Array
) -> tuple[int, int]:  # fmt: skip
    """The same for a stop linked to none: row and column of a place below its weight. Blinks pass a route over.

    `known[stop, row]` is what was last found for a route: the version of its worker's routes, the cost, and the
    column, −1 if no place costs less than that. Most routes have not changed since.
    """
    chosen, where, best = -1, -1, day.weight[stop]
    for place in range(row_count):
        row = rows[place]
        last, version = known[stop, row], routes.version[day.worker[row]]
        if last[0] != version or (last[2] < 0 and last[1] < best):
            column, cost = -1, np.inf
            if room(routes.stops, routes.counts, row):
                column, cost, _early, _late = best_in_route(day, routes, stop, row, best)
            last[0], last[1], last[2] = version, cost, column
        if last[2] >= 0 and last[1] < best and not draw(random) < blink:
            chosen, where, best = row, int(last[2]), last[1]
    return chosen, where


@compiled_bare
def list_options(day: Day, routes: Routes, stop: int, rows: Array, row_count: int, options: Array, costs: Array) -> int:
    """All places of a stop among some routes: `options[place] = row, column, earliest, latest`."""
    count = 0
    for place in range(row_count):
        row = rows[place]
        spare = allowance(day, routes, stop, row)
        if spare < 0 or not room(routes.stops, routes.counts, row):
            continue
        twice, fairness = 2.0 * routes.work[row], day.costs[3] / day.length[row]
        start = before = len(day.seconds) + row
        end, held = start + len(day.mode), routes.counts[row]
        for column in range(held + 1):
            after = location(routes.stops[row], held, start, end, column + 1)
            into, out = day.into[day.mode[row], stop, before], day.travel[day.mode[row], stop, after]
            before = after
            more = into + out - (routes.legs[row, column] if held else 0)
            if more > spare:
                continue
            cost = price_of(day.fit[stop, row], day.costs[0] * more, fairness, twice, more + day.seconds[stop])
            early, late = interval(day, routes, stop, row, column, into, out)
            if early < TOO_LATE and count < OPTIONS_MAX:
                options[count, 0], options[count, 1], options[count, 2], options[count, 3] = row, column, early, late
                if day.costs[5]:
                    cost += stop_time_cost(day.costs, day.due[stop], day.known[stop], early)
                costs[count] = cost
                count += 1
    return count


@compiled_bare
def sort_by(keys: Array, order: Array) -> None:
    """Counts places and puts them in the order of their keys: by insertion, for they are few."""
    for place in range(len(order)):
        order[place] = place
    for place in range(1, len(order)):
        moved, hole = order[place], place
        while hole > 0 and keys[order[hole - 1]] > keys[moved]:
            order[hole] = order[hole - 1]
            hole -= 1
        order[hole] = moved


@compiled_bare
def best_pair(
    day: Day, routes: Routes, first_count: int, second_count: int, least: int, most: int
) -> tuple[int, int, int, int]:  # fmt: skip
    """The cheapest two places of different workers whose starts keep the gap: both places, both starts; −1 for none."""
    found, best = (-1, -1, 0, 0), np.inf
    first, second = routes.options[0], routes.options[1]
    first_costs, second_costs = routes.prices[0], routes.prices[1]
    order, others = routes.order[0, :first_count], routes.order[1, :second_count]
    sort_by(first_costs, order)
    sort_by(second_costs, others)
    for one in order:
        if second_count and first_costs[one] + second_costs[others[0]] >= best:
            break
        for two in others:
            if first_costs[one] + second_costs[two] >= best:
                break
            if day.worker[first[one, 0]] == day.worker[second[two, 0]]:
                continue
            starts = max(first[one, 2], second[two, 2] - most)
            follows = max(second[two, 2], starts + least)
            if starts <= first[one, 3] and follows <= second[two, 3]:
                best = first_costs[one] + second_costs[two]
                found = (int(one), int(two), int(starts), int(follows))
                break
    return found
