"""Annealing over linked routes: moves of works, stretches, swaps and tails, each with exact start times; compiled."""

import math

from yinling.engines.routing.compiling import compiled, compiled_inner
from yinling.engines.routing.pairs_estimates import detour, is_hopeless, lateness_behind, lateness_from, saved
from yinling.engines.routing.pairs_routes import (
    LATE,
    LOGGED,
    TRAVEL,
    WORST,
    Ground,
    Ints,
    Routes,
    clear_queue,
    cost_of,
    draw,
    enqueue,
    leg,
    link,
    reckon,
    settle,
    take_back,
    worst_now,
)

STRETCH_MAX = 3


@compiled_inner
def pick(routes: Routes, count: int) -> int:
    """A number below count."""
    return int(draw(routes) * count)


@compiled_inner
def vehicle_of(ground: Ground, routes: Routes, node: int) -> int:
    """The vehicle of a work or head."""
    works = ground.opens.shape[0]
    return int(node - works if node >= works else routes.vehicle[node])


@compiled_inner
def may_ride(ground: Ground, routes: Routes, work: int, vehicle: int) -> bool:
    """Whether the vehicle has the skill and does not carry the other work of the stop."""
    partner = ground.partner[work]
    return bool(ground.able[vehicle, work] and (partner < 0 or routes.vehicle[partner] != vehicle))


@compiled_inner
def predecessor(ground: Ground, routes: Routes, work: int) -> int:
    """A node that the work might follow: mostly a near one, now and then the start of a vehicle that may do it."""
    works = ground.opens.shape[0]
    if draw(routes) < 0.1:
        vehicle = pick(routes, routes.after.shape[0] - works)
        return int(works + vehicle)
    rank = draw(routes)
    return int(ground.near[work, int(rank * rank * ground.near.shape[1])])


@compiled_inner
def fitting_node(ground: Ground, routes: Routes, vehicle: int, start: float) -> int:
    """The last node of the vehicle's route that starts before the moment, or one beside it."""
    works = ground.opens.shape[0]
    node = works + vehicle
    while routes.after[node] < works and routes.starts[routes.after[node]] < start:
        node = routes.after[node]
    if draw(routes) < 0.2:
        return int(routes.before[node] if draw(routes) < 0.5 and node < works else node)
    return int(node)


@compiled_inner
def move_stretch(ground: Ground, routes: Routes, first: int, last: int, a: int) -> float:
    """Take first … last out and put them behind a; the travel saved and spent."""
    p, n = routes.before[first], routes.after[last]
    spent = leg(ground, p, n) - leg(ground, p, first) - leg(ground, last, n)
    link(routes, p, n)
    b = routes.after[a]
    spent += leg(ground, a, first) + leg(ground, last, b) - leg(ground, a, b)
    link(routes, a, first)
    link(routes, last, b)
    vehicle = vehicle_of(ground, routes, a)
    node = first
    while node != b:
        routes.vehicle[node] = vehicle
        node = routes.after[node]
    return spent


@compiled_inner
def is_worth(ground: Ground, routes: Routes, spent: float, limit: float) -> bool:
    """Settle starts and say whether the cost stays within the limit; travel alone may already pass it."""
    travel = routes.sums[TRAVEL] + spent
    late, worst = routes.sums[LATE], routes.sums[WORST]
    weight = ground.weights[LATE]
    room = limit - ground.weights[TRAVEL] * travel
    if room < 0.0:
        clear_queue(routes)
        return False
    # On the way the sum may still hold lateness that later falls away: at most what there was.
    late_max = room / weight + late + worst if weight > 0.0 else 1e15
    if settle(ground, routes, late_max):
        new_worst = worst_now(ground, routes)
        if cost_of(ground, travel, routes.sums[LATE], new_worst) <= limit:
            routes.sums[TRAVEL] = travel
            routes.sums[WORST] = new_worst
            routes.counts[LOGGED] = 0
            return True
    take_back(routes)
    routes.sums[LATE] = late
    routes.sums[WORST] = worst
    return False


@compiled_inner
def may_move(ground: Ground, routes: Routes, first: int, last: int, vehicle: int) -> bool:
    """Whether each work of the stretch may ride with the vehicle."""
    node = first
    while True:
        if routes.vehicle[node] != vehicle and not may_ride(ground, routes, node, vehicle):
            return False
        if node == last:
            return True
        node = routes.after[node]


@compiled_inner
def try_stretch(ground: Ground, routes: Routes, limit: float) -> bool:
    """One to three works in a row go behind a near one."""
    works = ground.opens.shape[0]
    first = pick(routes, works)
    a = predecessor(ground, routes, first)
    last = first
    more = pick(routes, 2 * STRETCH_MAX)
    p = routes.before[first]
    if a in (first, p):
        return False
    while more < STRETCH_MAX and more > 0 and routes.after[last] < works:
        last = routes.after[last]
        more -= 1
        if last == a:
            return False
    b = routes.after[a]
    vehicle = vehicle_of(ground, routes, a)
    if not ground.able[vehicle, first]:
        return False
    hoped = detour(ground, a, first, last, b) - saved(ground, routes, first, last)
    rise = lateness_behind(ground, routes, a, first)
    fall, fall_worst = lateness_from(ground, routes, first)
    if is_hopeless(ground, routes, limit, hoped, rise, fall, fall_worst):
        return False
    if not may_move(ground, routes, first, last, vehicle):
        return False
    n = routes.after[last]
    spent = move_stretch(ground, routes, first, last, a)
    enqueue(ground, routes, first)
    enqueue(ground, routes, n)
    enqueue(ground, routes, b)
    if is_worth(ground, routes, spent, limit):
        return True
    move_stretch(ground, routes, first, last, p)
    return False


@compiled_inner
def try_stop(ground: Ground, routes: Routes, limit: float) -> bool:
    """Both works of a pair go elsewhere together: one behind a near work, its partner to the same time on a route."""
    works = ground.opens.shape[0]
    work = pick(routes, works)
    partner = ground.partner[work]
    a = predecessor(ground, routes, work)
    if partner < 0 or a in (work, partner):
        return False
    vehicle = vehicle_of(ground, routes, a)
    at = ground.opens[work]
    if a < works:
        at = max(at, routes.starts[a] + ground.minutes[a] + leg(ground, a, work))
    c = predecessor(ground, routes, partner)
    other = vehicle_of(ground, routes, c)
    if draw(routes) < 0.5:
        c = fitting_node(ground, routes, other, at + max(0.0, ground.lag_min[work]))
    if other == vehicle or not ground.able[vehicle, work] or not ground.able[other, partner]:
        return False
    if c in (partner, work, a):
        return False
    hoped = 0.0
    if a != routes.before[work]:
        hoped += detour(ground, a, work, work, routes.after[a]) - saved(ground, routes, work, work)
    if c != routes.before[partner]:
        hoped += detour(ground, c, partner, partner, routes.after[c]) - saved(ground, routes, partner, partner)
    rise = lateness_behind(ground, routes, a, work) + lateness_behind(ground, routes, c, partner)
    fall, fall_worst = lateness_from(ground, routes, work)
    more, more_worst = lateness_from(ground, routes, partner)
    if is_hopeless(ground, routes, limit, hoped, rise, fall + more, max(fall_worst, more_worst)):
        return False
    return move_stop(ground, routes, limit, work, a, partner, c)


@compiled_inner
def move_stop(ground: Ground, routes: Routes, limit: float, work: int, a: int, partner: int, c: int) -> bool:
    """A pair goes behind a and c, if worth it."""
    p = routes.before[work]
    enqueue(ground, routes, routes.after[work])
    enqueue(ground, routes, routes.after[partner])
    spent = move_stretch(ground, routes, work, work, a)
    r = routes.before[partner]
    spent += move_stretch(ground, routes, partner, partner, c)
    enqueue(ground, routes, work)
    enqueue(ground, routes, partner)
    enqueue(ground, routes, routes.after[work])
    enqueue(ground, routes, routes.after[partner])
    if is_worth(ground, routes, spent, limit):
        return True
    move_stretch(ground, routes, partner, partner, r)
    move_stretch(ground, routes, work, work, p)
    return False


@compiled_inner
def try_swap(ground: Ground, routes: Routes, limit: float) -> bool:
    """Two works, near in place and time, change places."""
    works = ground.opens.shape[0]
    x = pick(routes, works)
    y = predecessor(ground, routes, x)
    if y >= works or y == x or ground.partner[x] == y:
        return False
    u, v = routes.vehicle[x], routes.vehicle[y]
    if u == v or not may_ride(ground, routes, x, v) or not may_ride(ground, routes, y, u):
        return False
    p, q = routes.before[x], routes.before[y]
    hoped = detour(ground, p, y, y, routes.after[x]) - saved(ground, routes, x, x)
    hoped += detour(ground, q, x, x, routes.after[y]) - saved(ground, routes, y, y)
    rise = lateness_behind(ground, routes, q, x) + lateness_behind(ground, routes, p, y)
    fall, fall_worst = lateness_from(ground, routes, x)
    more, more_worst = lateness_from(ground, routes, y)
    if is_hopeless(ground, routes, limit, hoped, rise, fall + more, max(fall_worst, more_worst)):
        return False
    spent = move_stretch(ground, routes, x, x, q)
    spent += move_stretch(ground, routes, y, y, p)
    enqueue(ground, routes, x)
    enqueue(ground, routes, y)
    enqueue(ground, routes, routes.after[x])
    enqueue(ground, routes, routes.after[y])
    if is_worth(ground, routes, spent, limit):
        return True
    move_stretch(ground, routes, y, y, x)
    move_stretch(ground, routes, x, x, p)
    return False


@compiled_inner
def joints(ground: Ground, routes: Routes, a: int, u: int, c: int, v: int) -> float:
    """Travel behind a and c and into the two ends, each leg once."""
    works = ground.opens.shape[0]
    end_u, end_v = routes.before[works + u], routes.before[works + v]
    found = leg(ground, a, routes.after[a]) + leg(ground, c, routes.after[c])
    if end_u != a:
        found += leg(ground, end_u, works + u)
    if end_v != c:
        found += leg(ground, end_v, works + v)
    return found


@compiled_inner
def change_tails(ground: Ground, routes: Routes, a: int, u: int, c: int, v: int) -> float:
    """What follows a (vehicle u) and what follows c (vehicle v) change vehicles; the travel saved and spent."""
    works = ground.opens.shape[0]
    b, d = routes.after[a], routes.after[c]
    end_u, end_v = routes.before[works + u], routes.before[works + v]
    old = joints(ground, routes, a, u, c, v)
    link(routes, a, d if d < works else works + u)
    link(routes, c, b if b < works else works + v)
    if d < works:
        link(routes, end_v, works + u)
    if b < works:
        link(routes, end_u, works + v)
    for vehicle in (u, v):
        node = routes.before[works + vehicle]
        while node < works and routes.vehicle[node] != vehicle:
            routes.vehicle[node] = vehicle
            node = routes.before[node]
    return joints(ground, routes, a, u, c, v) - old


@compiled_inner
def tail_may_ride(ground: Ground, routes: Routes, node: int, vehicle: int) -> bool:
    """Whether the node and all that follow it have the vehicle's skills."""
    works = ground.opens.shape[0]
    while node < works:
        if not ground.able[vehicle, node]:
            return False
        node = routes.after[node]
    return True


@compiled_inner
def tails_apart(ground: Ground, routes: Routes, head: int) -> bool:
    """Whether no pair rides in one vehicle."""
    works = ground.opens.shape[0]
    node = routes.after[head]
    while node < works:
        if ground.partner[node] >= 0 and routes.vehicle[ground.partner[node]] == routes.vehicle[node]:
            return False
        node = routes.after[node]
    return True


@compiled_inner
def try_tails(ground: Ground, routes: Routes, limit: float) -> bool:
    """A work follows a near one and takes all behind it along; the other tail comes back in exchange."""
    works = ground.opens.shape[0]
    x = pick(routes, works)
    a = predecessor(ground, routes, x)
    u = routes.vehicle[x]
    v = vehicle_of(ground, routes, a)
    if u == v:
        return False
    c, b = routes.before[x], routes.after[a]
    hoped = leg(ground, a, x) + leg(ground, c, b) - leg(ground, c, x) - leg(ground, a, b)
    rise = lateness_behind(ground, routes, a, x) + lateness_behind(ground, routes, c, b)
    fall, fall_worst = lateness_from(ground, routes, x)
    more, more_worst = lateness_from(ground, routes, b)
    if is_hopeless(ground, routes, limit, hoped, rise, fall + more, max(fall_worst, more_worst)):
        return False
    if not tail_may_ride(ground, routes, x, v) or not tail_may_ride(ground, routes, b, u):
        return False
    spent = change_tails(ground, routes, c, u, a, v)
    if tails_apart(ground, routes, works + u) and tails_apart(ground, routes, works + v):
        enqueue(ground, routes, x)
        enqueue(ground, routes, b)
        if is_worth(ground, routes, spent, limit):
            return True
    change_tails(ground, routes, c, u, a, v)
    return False


@compiled_inner
def try_one(ground: Ground, routes: Routes, limit: float) -> bool:
    """One move of a kind drawn by lot."""
    kind = draw(routes)
    if kind < 0.45:
        return try_stretch(ground, routes, limit)
    if kind < 0.65:
        return try_stop(ground, routes, limit)
    if kind < 0.85:
        return try_swap(ground, routes, limit)
    return try_tails(ground, routes, limit)


@compiled
def anneal(ground: Ground, routes: Routes, best: Ints, tries: int, heat: float, least: float) -> float:
    """So many tries at one temperature; keeps the best rings in `best`, returns the least cost."""
    cost = reckon(ground, routes)
    for _ in range(tries):
        limit = cost - heat * math.log(1.0 - draw(routes))
        if try_one(ground, routes, limit):
            cost = cost_of(ground, routes.sums[TRAVEL], routes.sums[LATE], routes.sums[WORST])
            if cost < least - 1e-7:
                least = cost
                best[:] = routes.after
    return least
