"""What a reckoned plan would change, visit by visit; whole minutes from midnight. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yinling.care.dayplans.domain.days import Translated
from yinling.care.dayplans.domain.plans import known_routes, reason_words, visit_of
from yinling.engines.routing.days_plan import Measures, Plan, Route, measure
from yinling.engines.routing.days_problem import Problem

TOLERANCE_MINUTES = 15


@dataclass(frozen=True)
class Known:
    """How a visit stands before."""

    visit_id: int
    workers: tuple[int, ...]
    starts: int | None


@dataclass(frozen=True)
class Proposed:
    """How a visit would stand; without workers `reasons` say why."""

    known: Known
    workers: tuple[int, ...]
    starts: int | None
    reasons: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything has to be done."""
        return set(self.workers) != set(self.known.workers) or self.starts != self.known.starts

    @property
    def is_disturbed(self) -> bool:
        """Whether somebody who knew a carer and a time gets another, or another time than within the tolerance."""
        if not self.known.workers or self.known.starts is None:
            return False
        moved = self.starts is None or abs(self.starts - self.known.starts) > TOLERANCE_MINUTES
        return moved or set(self.workers) != set(self.known.workers)


def with_own_way(problem: Problem, own_minutes: int) -> Problem:
    """The way to the first and from the last home is the carers' own time, as far as `own_minutes`."""
    first, own = len(problem.travel.places), own_minutes * 60
    homes = [problem.travel.places[shift.start_place] for shift in problem.shifts]
    travel = replace(problem.travel, places=(*problem.travel.places, *homes))
    everywhere, tables = np.arange(first + len(homes)), {}
    for mode in {shift.mode for shift in problem.shifts}:
        table = travel.block(mode, everywhere)
        table[first:] = np.maximum(0, table[first:] - own)
        table[:first, first:] = np.maximum(0, table[:first, first:] - own)
        tables[mode] = table
    shifts = [replace(one, start_place=first + at, end_place=first + at) for at, one in enumerate(problem.shifts)]
    return replace(problem, travel=replace(travel, matrices=tables), shifts=tuple(shifts))


def proposed(plan: Plan, known: Iterable[Known], *, skills: Mapping[str, str]) -> list[Proposed]:
    """Every open visit with its proposal; `skills` are their names by code.

    Starts are cut to whole minutes: the order and the gaps stay.
    """
    times = plan.times()
    goes: dict[str, list[tuple[int, int]]] = {}
    for stop, (worker, starts) in sorted(times.items()):
        goes.setdefault(visit_of(stop), []).append((int(worker), starts // 60))
    why = reasons_of(plan, skills)
    found = []
    for one in known:
        rows = goes.get(str(one.visit_id), [])
        workers = _as_before([worker for worker, _ in rows], one.workers)
        found.append(Proposed(one, workers, rows[0][1] if rows else None, () if rows else why.get(one.visit_id, ())))
    return found


def _as_before(workers: Sequence[int], before: tuple[int, ...]) -> tuple[int, ...]:
    return before if set(workers) == set(before) else tuple(workers)


def reasons_of(plan: Plan, skills: Mapping[str, str]) -> Mapping[int, tuple[str, ...]]:
    """Why visits are left out, in Chinese."""
    found: dict[int, tuple[str, ...]] = {}
    for each in plan.unserved:
        found.setdefault(int(visit_of(each.stop)), tuple(reason_words(reason, skills) for reason in each.reasons))
    return found


def measures_before(translated: Translated) -> Measures:
    """What the day is worth as it stands: what people know and what is fixed."""
    return measure(with_fixed(translated.problem), as_it_stands(translated.problem))


def as_it_stands(problem: Problem) -> tuple[Route, ...]:
    """The routes that people know, with what is fixed."""
    return known_routes(with_fixed(problem))


def with_fixed(problem: Problem) -> Problem:
    """What is fixed counts as known."""
    held = dict(problem.base.held)
    for stop in problem.stops:
        if stop.fixed and stop.fixed.shift in problem.shift_of:
            held[stop.id] = (problem.shift_of[stop.fixed.shift].worker, stop.fixed.starts)
    return replace(problem, base=replace(problem.base, held=held))
