"""What a move would cost at once, seen before it is made: most moves end here; compiled."""

from yinling.engines.routing.compiling import compiled_inner
from yinling.engines.routing.pairs_routes import LATE, TRAVEL, WORST, Ground, Routes, cost_of, leg


@compiled_inner
def lateness_from(ground: Ground, routes: Routes, node: int) -> tuple[float, float]:
    """Sum and worst of the lateness from a node to the end of its route."""
    late, worst = 0.0, 0.0
    while node < ground.opens.shape[0]:
        tardy = routes.starts[node] - ground.closes[node]
        if tardy > 0.0:
            late += tardy
            worst = max(worst, tardy)
        node = routes.after[node]
    return late, worst


@compiled_inner
def lateness_behind(ground: Ground, routes: Routes, a: int, work: int) -> float:
    """The lateness of a work, were it to follow a as things are now."""
    if work >= ground.opens.shape[0]:
        return 0.0
    arrival = ground.travel[ground.place[a], ground.place[work]]
    if a < ground.opens.shape[0]:
        arrival += routes.starts[a] + ground.minutes[a]
    return float(max(0.0, arrival - ground.closes[work]))


@compiled_inner
def is_hopeless(
    ground: Ground, routes: Routes, limit: float, spent: float, rise: float, fall: float, fall_worst: float
) -> bool:
    """Whether travel and the lateness seen at once are too much, even if all that may fall away does."""
    late = max(0.0, routes.sums[LATE] - fall) + rise
    worst = routes.sums[WORST] if fall_worst < routes.sums[WORST] else 0.0
    return cost_of(ground, routes.sums[TRAVEL] + spent, late, worst) > limit


@compiled_inner
def saved(ground: Ground, routes: Routes, first: int, last: int) -> float:
    """Travel saved when first … last leave their route."""
    p, n = routes.before[first], routes.after[last]
    return leg(ground, p, first) + leg(ground, last, n) - leg(ground, p, n)


@compiled_inner
def detour(ground: Ground, a: int, first: int, last: int, b: int) -> float:
    """Travel spent when first … last come between a and b."""
    return leg(ground, a, first) + leg(ground, last, b) - leg(ground, a, b)
