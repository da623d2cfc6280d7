"""Plans a day: a first plan by insertion, then rounds of ruin and recreate over parts, until told to stop."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np

from yinling.engines.routing.days_apart import serve_apart
from yinling.engines.routing.days_arrays import Day, Routes, empty_routes, width_of
from yinling.engines.routing.days_parts import (
    Draft,
    Part,
    build,
    empty_draft,
    load,
    part_cost,
    place_first,
    seeded,
    split,
    store,
)
from yinling.engines.routing.days_plan import Plan, Rest, Unserved, measure, write_route
from yinling.engines.routing.days_problem import Problem, Shift, Stop
from yinling.engines.routing.days_reasons import reasons
from yinling.engines.routing.days_ruin import empty_desk, search
from yinling.engines.routing.days_travel import Pace, Travel

PART_STOPS = 300
FIRST_STOPS = 1_500
SLICE_SECONDS = 0.25
ITERATIONS_PER_SECOND = 20_000.0  # before any is measured
REACH = 45


@dataclass(frozen=True)
class Effort:
    """How long and how: by iterations (then reproducible by seed) or by seconds of the clock that is given.

    `hot` and `cold` are temperatures in what a served stop of the first plan costs on average; a day of one part
    can be searched long enough to begin half as hot again.
    """

    seed: int = 0
    iterations: int | None = None
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    threads: int = 2
    hot: float = 1.0
    cold: float = 0.03


@dataclass(frozen=True)
class Progress:
    """Where the search stands: share of the effort, cost of the best plan, stops left out."""

    share: float
    cost: float
    unserved: int


Watch = Callable[[Progress], bool]


def solve(problem: Problem, *, effort: Effort, watch: Watch | None = None) -> Plan:
    """The best plan found; `watch` is told of progress and ends the search by answering True.

    A base plan in the problem is the start of the search. What cannot be served is left out with reasons.
    """
    free = freed(problem)
    search = Search(free, effort, watch)
    draft = search.run()
    serve_apart(free, draft, search.random)
    return finished(problem, draft)


def freed(problem: Problem) -> Problem:
    """Links to fixed stops become windows of the others."""
    stops = {stop.id: stop for stop in problem.stops}
    links = []
    for link in problem.links:
        first, second = stops[link.first], stops[link.second]
        if not first.fixed and not second.fixed:
            links.append(link)
        elif first.fixed and not second.fixed:
            low, high = first.fixed.starts + link.gap_min, first.fixed.starts + link.gap_max
            stops[second.id] = _narrowed(second, low, high)
        elif second.fixed and not first.fixed:
            low, high = second.fixed.starts - link.gap_max, second.fixed.starts - link.gap_min
            stops[first.id] = _narrowed(first, low, high)
    return replace(problem, stops=tuple(stops.values()), links=tuple(links))


def _narrowed(stop: Stop, low: int, high: int) -> Stop:
    return replace(stop, opens=max(stop.opens, low), closes=min(stop.closes, high))


def finished(problem: Problem, draft: Draft) -> Plan:
    """The draft as a plan with times, reasons and measures."""
    routes = []
    for row, shift in enumerate(problem.shifts):
        if draft.rows[row]:
            held = zip(draft.rests[row], problem.breaks(shift), strict=False)
            rests = [Rest(starts, starts + each.seconds) for starts, each in held if starts >= 0]
            names = [problem.stops[stop].id for stop in draft.rows[row]]
            routes.append(write_route(problem, shift, names, draft.starts[row], rests))
    left = sorted(draft.left)
    found = Plan(
        tuple(routes), tuple(Unserved(problem.stops[stop].id) for stop in left), measure(problem, tuple(routes))
    )
    return replace(found, unserved=reasons(problem, found))


class Search:
    """One search: the draft, the best so far, the clock."""

    def __init__(self, problem: Problem, effort: Effort, watch: Watch | None) -> None:
        self.problem, self.effort, self.watch = problem, effort, watch
        self.random = np.random.default_rng(effort.seed)
        self.weights = np.array([stop.weight for stop in problem.stops], dtype=np.float64)
        self.draft = empty_draft(problem)
        self.best, self.best_cost = self.draft, np.inf
        self.rate, self.is_stopped, self.share, self.round = ITERATIONS_PER_SECOND, False, 0.0, 0
        self.scale = 1.0
        self.began = effort.clock() if effort.clock else 0.0

    def run(self) -> Draft:
        """First plan, rounds, the best."""
        if not self.problem.stops or not self.problem.shifts:
            return self.draft
        self.start()
        rounds = self.rounds()
        with ThreadPoolExecutor(self.effort.threads) as pool:
            while self.share < 1.0 and not self.is_stopped:
                self.one_round(pool, min(1.0, self.share + 1.0 / rounds))
        return self.best

    def start(self) -> None:
        """Fixed stops, then the base plan, then everything else by insertion."""
        shift_at = {shift.id: row for row, shift in enumerate(self.problem.shifts)}
        wanted = []
        for place, stop in enumerate(self.problem.stops):
            if stop.fixed and stop.fixed.shift in shift_at:
                wanted.append((place, shift_at[stop.fixed.shift], stop.fixed.starts))
            elif stop.id in self.problem.base.held and stop.id not in self.problem.links_of:
                wanted += self.known(place, *self.problem.base.held[stop.id])
        place_first(self.problem, self.draft, wanted)
        for part in split(self.problem, self.draft, FIRST_STOPS, self.random):
            build(self.problem, self.draft, part, int(self.random.integers(1 << 62)))
        self.scale = max(1.0, self.draft.cost.sum() / max(1, len(self.problem.stops) - len(self.draft.left)))
        self.keep()

    def known(self, place: int, worker: str, starts: int) -> list[tuple[int, int, int]]:
        """Where a stop of the base plan was, if that shift still is."""
        rows = self.rows_of.get(worker, [])
        return [(place, row, starts) for row in rows if self._covers(row, starts)][:1]

    @property
    def rows_of(self) -> dict[str, list[int]]:
        """Shifts by worker."""
        if not hasattr(self, "_rows_of"):
            self._rows_of: dict[str, list[int]] = {}
            for row, shift in enumerate(self.problem.shifts):
                self._rows_of.setdefault(shift.worker, []).append(row)
        return self._rows_of

    def _covers(self, row: int, starts: int) -> bool:
        shift = self.problem.shifts[row]
        return shift.starts <= starts < self.problem.latest_end(shift)

    def rounds(self) -> int:
        """How many rounds: more for larger days, whose parts must change often."""
        parts = max(1.0, len(self.problem.stops) / PART_STOPS)
        return int(min(60, 8 + 12 * np.log2(1 + parts)))

    def keep(self) -> None:
        """Remembers the draft if it is the best, and tells."""
        cost = self.draft.total(self.weights)
        if cost < self.best_cost - 1e-6:
            self.best, self.best_cost = self.draft.copy(), cost
        self.tell()

    def tell(self) -> None:
        """Tells of progress; asks whether to stop."""
        progress = Progress(self.share, self.best_cost, len(self.best.left))
        if self.watch is not None and self.watch(progress):
            self.is_stopped = True
        if self.effort.seconds is not None and self.spent() >= self.effort.seconds:
            self.is_stopped = True

    def spent(self) -> float:
        """Seconds since the start by the clock that was given."""
        return self.effort.clock() - self.began if self.effort.clock else 0.0

    def heat(self, share: float) -> float:
        """The temperature at a share of the effort."""
        hot = self.effort.hot * min(1.5, max(1.0, 1.5 * PART_STOPS / max(1, len(self.problem.stops))))
        return float(self.scale * hot * (self.effort.cold / hot) ** min(1.0, share))

    def one_round(self, pool: ThreadPoolExecutor, until: float) -> None:
        """Parts anew, each searched for its share of the round; threads without a part search one a second time."""
        parts = split(self.problem, self.draft, PART_STOPS, self.random)
        iterations = self.iterations_until(until)
        total = sum(len(part.stops) for part in parts)
        # With a number of iterations the plan must not depend on how many threads there are.
        tries = max(1, self.effort.threads // len(parts)) if self.effort.iterations is None else 1
        heats = self.heat(self.share), self.heat(until)
        jobs: list[Future[tuple[Day, Routes]]] = []
        for part in parts * tries:
            share = max(1, round(iterations * len(part.stops) / max(1, total)))
            jobs.append(pool.submit(self.search_part, part, share, int(self.random.integers(1 << 62)), heats))
        began = self.spent()
        while wait(jobs, timeout=SLICE_SECONDS).not_done:
            self.tell()
        for place, part in enumerate(parts):
            found = [job.result() for job in jobs[place :: len(parts)]]
            store(self.draft, part, *min(found, key=lambda each: part_cost(*each)))
        if self.effort.seconds is not None and self.spent() > began:
            self.rate = iterations / max(1e-3, self.spent() - began)
            until = max(until if self.effort.iterations else 0.0, self.spent() / self.effort.seconds)
        self.share = until
        self.keep()

    def iterations_until(self, until: float) -> int:
        """Iterations of a round: a fixed share of those allowed, or what fits into the time."""
        if self.effort.iterations is not None:
            return max(1, round(self.effort.iterations * (until - self.share)))
        seconds = (self.effort.seconds or 0.0) * until - self.spent()
        return max(10, round(self.rate * max(0.02, seconds)))

    def search_part(self, part: Part, iterations: int, seed: int, heats: tuple[float, float]) -> tuple[Day, Routes]:
        """One part, in slices between which the clock is looked at."""
        day, current = load(self.problem, self.draft, part)
        trial, best = (empty_routes(day, width_of(day)) for _ in range(2))
        desk, random, best_cost = empty_desk(day), seeded(seed), np.inf
        slices = max(1, round(iterations / max(50.0, self.rate * SLICE_SECONDS / 2)))
        for number in range(slices):
            hot, cold = (heats[0] * (heats[1] / heats[0]) ** ((number + end) / slices) for end in (0, 1))
            best_cost = search(
                day, current, trial, best, desk, best_cost, random, max(1, iterations // slices), hot, cold, REACH
            )
            if self.is_stopped or (self.effort.seconds is not None and self.spent() >= self.effort.seconds):
                break
        return day, best if best_cost <= part_cost(day, current) else current


def warm_up() -> None:
    """Compile, or load what was compiled before: a smallest search."""
    places = ((0.0, 0.0), (0.0, 0.01))
    stops = tuple(Stop(name, name, at, 60, 0, 3600, 1e4) for at, name in enumerate("ab"))
    shifts = tuple(Shift(name, name, 0, 7200, at, at, "walk") for at, name in enumerate("ab"))
    travel = Travel(places=places, paces={"walk": Pace(speed=1.0)})
    solve(Problem(stops, shifts, travel), effort=Effort(iterations=10))
