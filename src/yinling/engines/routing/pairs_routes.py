"""Routes as linked works with exact start times, changed in place and taken back; compiled.

Works are numbered 0 … works−1; vehicle v's head is node works + v, and every route is a ring through its head. A pair
of works of one stop starts within a gap. Start times are the least that fit: found by passing changes on.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinling.engines.routing.compiling import compiled, compiled_inner

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TRAVEL, LATE, WORST, LOGGED, QUEUED = 0, 1, 2, 0, 1


class Ground(NamedTuple):
    """What does not change: travel[place, place], place[node], ends[vehicle], columns by work, near[work, rank]."""

    travel: Floats
    place: Ints
    ends: Ints
    opens: Floats
    closes: Floats
    minutes: Floats
    partner: Ints
    lag_min: Floats
    lag_max: Floats
    able: NDArray[np.bool_]
    near: Ints
    weights: Floats


class Routes(NamedTuple):
    """What changes: rings, vehicle and start of each work, sums, a log to take changes back, the queue of changes."""

    after: Ints
    before: Ints
    vehicle: Ints
    starts: Floats
    sums: Floats
    logged: Ints
    logged_starts: Floats
    queue: Ints
    queued_at: Floats
    is_queued: NDArray[np.bool_]
    counts: Ints
    random: NDArray[np.uint64]


@compiled_inner
def draw(routes: Routes) -> float:
    """A number in [0, 1): xorshift64*, so that a seed gives the same run on every machine."""
    x = routes.random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    routes.random[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * 1.1102230246251565e-16


@compiled_inner
def leg(ground: Ground, a: int, b: int) -> float:
    """Travel from node a to node b that follows it; a head as b is the vehicle's end."""
    works = ground.opens.shape[0]
    if b >= works:
        if a >= works:
            return 0.0
        return float(ground.travel[ground.place[a], ground.ends[b - works]])
    return float(ground.travel[ground.place[a], ground.place[b]])


@compiled_inner
def ready(ground: Ground, routes: Routes, work: int) -> float:
    """Earliest start by its own window and the work before it."""
    a = routes.before[work]
    arrival = ground.travel[ground.place[a], ground.place[work]]
    if a < ground.opens.shape[0]:
        arrival += routes.starts[a] + ground.minutes[a]
    return float(max(arrival, ground.opens[work]))


@compiled_inner
def enqueue(ground: Ground, routes: Routes, node: int) -> None:
    """Remember that the work's start has to be looked at."""
    if node >= ground.opens.shape[0] or routes.is_queued[node]:
        return
    count = routes.counts[QUEUED]
    routes.queue[count] = node
    routes.queued_at[count] = ready(ground, routes, node)
    routes.is_queued[node] = True
    routes.counts[QUEUED] = count + 1


@compiled_inner
def dequeue(routes: Routes) -> int:
    """The earliest work of the queue: passing changes on in time order visits each but once, or nearly."""
    count = routes.counts[QUEUED]
    least = 0
    for i in range(1, count):
        if routes.queued_at[i] < routes.queued_at[least]:
            least = i
    work = routes.queue[least]
    routes.queue[least] = routes.queue[count - 1]
    routes.queued_at[least] = routes.queued_at[count - 1]
    routes.is_queued[work] = False
    routes.counts[QUEUED] = count - 1
    return int(work)


@compiled_inner
def put_start(ground: Ground, routes: Routes, work: int, start: float) -> None:
    """Write a start, remember the old one, keep the sum of lateness, pass the change on."""
    old = routes.starts[work]
    if start == old:
        return
    count = routes.counts[LOGGED]
    routes.logged[count] = work
    routes.logged_starts[count] = old
    routes.counts[LOGGED] = count + 1
    routes.starts[work] = start
    closes = ground.closes[work]
    routes.sums[LATE] += max(0.0, start - closes) - max(0.0, old - closes)
    enqueue(ground, routes, routes.after[work])


@compiled_inner
def settle(ground: Ground, routes: Routes, late_max: float) -> bool:
    """Pass changes on to the end; False if lateness passes `late_max` or the works wait for each other in a circle."""
    room = routes.logged.shape[0] - 2
    while routes.counts[QUEUED] > 0:
        work = dequeue(routes)
        partner = ground.partner[work]
        start = ready(ground, routes, work)
        if partner >= 0:
            other = ready(ground, routes, partner)
            put_start(ground, routes, partner, max(other, start + ground.lag_min[work]))
            start = max(start, other - ground.lag_max[work])
        put_start(ground, routes, work, start)
        if routes.sums[LATE] > late_max or routes.counts[LOGGED] > room:
            clear_queue(routes)
            return False
    return True


@compiled_inner
def clear_queue(routes: Routes) -> None:
    """Forget what was to be looked at."""
    for i in range(routes.counts[QUEUED]):
        routes.is_queued[routes.queue[i]] = False
    routes.counts[QUEUED] = 0


@compiled_inner
def worst_now(ground: Ground, routes: Routes) -> float:
    """The greatest lateness, from the starts changed if that is enough, else from all."""
    worst = routes.sums[WORST]
    fallen = False
    found = 0.0
    for i in range(routes.counts[LOGGED]):
        work = routes.logged[i]
        found = max(found, routes.starts[work] - ground.closes[work])
        if routes.logged_starts[i] - ground.closes[work] >= worst - 1e-9:
            fallen = True
    if not fallen or found >= worst:
        return float(max(worst, found))
    for work in range(ground.opens.shape[0]):
        found = max(found, routes.starts[work] - ground.closes[work])
    return found


@compiled_inner
def take_back(routes: Routes) -> None:
    """The starts as they were before the log began."""
    for i in range(routes.counts[LOGGED] - 1, -1, -1):
        routes.starts[routes.logged[i]] = routes.logged_starts[i]
    routes.counts[LOGGED] = 0


@compiled_inner
def link(routes: Routes, a: int, b: int) -> None:
    """Let b follow a."""
    routes.after[a] = b
    routes.before[b] = a


@compiled_inner
def cost_of(ground: Ground, travel: float, late: float, worst: float) -> float:
    """The weighted sum."""
    return float(ground.weights[TRAVEL] * travel + ground.weights[LATE] * late + ground.weights[WORST] * worst)


@compiled
def reckon(ground: Ground, routes: Routes) -> float:
    """Everything from nothing: least starts, sums; the cost."""
    works = ground.opens.shape[0]
    routes.starts[:] = ground.opens
    routes.sums[:] = 0.0
    clear_queue(routes)
    for node in range(routes.after.shape[0]):
        routes.sums[TRAVEL] += leg(ground, node, routes.after[node])
        enqueue(ground, routes, node)
    done = False
    while not done:  # the log is shorter than a whole day's changes may be
        routes.counts[LOGGED] = 0
        done = settle(ground, routes, 1e15)
        if not done:
            for work in range(works):
                enqueue(ground, routes, work)
    routes.counts[LOGGED] = 0
    late = 0.0
    worst = 0.0
    for work in range(works):
        tardy = max(0.0, routes.starts[work] - ground.closes[work])
        late += tardy
        worst = max(worst, tardy)
    routes.sums[LATE] = late
    routes.sums[WORST] = worst
    return cost_of(ground, routes.sums[TRAVEL], late, worst)
