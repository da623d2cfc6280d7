"""Places that are remembered while routes change and change back."""

from dataclasses import replace

import numpy as np
from numba import njit

from benchmarks.routing.days_instances import invented
from yinling.engines.routing.days_arrays import Array, Day, Routes
from yinling.engines.routing.days_parts import Part, empty_draft, load, seeded
from yinling.engines.routing.days_placing import cheapest, draw, put, take_out
from yinling.engines.routing.days_problem import Problem
from yinling.engines.routing.days_ruin import copy_touched
from yinling.engines.routing.days_timing import lay

EDITS = 4_000
HOURS_MAX = 7


def twice_a_day() -> Problem:
    """Each worker has two shifts, which together may not be too long."""
    problem = invented(60, 3)
    halves = []
    for shift in problem.shifts:
        middle = (shift.starts + shift.ends) // 2
        both = replace(shift, work_max=HOURS_MAX * 3600)
        halves += [replace(both, id=f"{shift.id}a", ends=middle), replace(both, id=f"{shift.id}b", starts=middle)]
    return replace(problem, shifts=tuple(halves))


@njit
def answers(day: Day, trial: Routes, kept: Routes, random: Array, edits: int, forgets: bool) -> list[tuple[int, int]]:
    """Where stops went while they were put in and taken out at random, and now and then all of it was undone."""
    stops, shifts = day.fit.shape
    rows, known = np.arange(shifts), np.full((stops, shifts, 3), -1.0)
    found = [(0, 0)]
    for _ in range(edits):
        stop = int(draw(random) * stops)
        if trial.where[stop] >= 0:
            lay(day, trial, take_out(day, trial, stop))
            trial.absents[0] = 0
        else:
            if forgets:
                known[:] = -1.0
            row, column = cheapest(day, trial, stop, rows, shifts, known, 0.0, random)
            found.append((row, column))
            if row >= 0:
                put(day, trial, stop, row, column)
        chance = draw(random)
        if chance < 0.1:
            copy_touched(kept, trial, trial.touched, False)
        elif chance < 0.2:
            copy_touched(trial, kept, trial.touched, False)
    return found


def test_remember_only_places_in_routes_that_have_not_changed() -> None:
    problem = twice_a_day()
    part = Part(list(range(len(problem.shifts))), list(range(len(problem.stops))))
    found = []
    for forgets in (False, True):
        day, trial = load(problem, empty_draft(problem), part)
        kept = Routes(*(array.copy() for array in trial))
        found.append(answers(day, trial, kept, seeded(5), EDITS, forgets))
    assert found[0] == found[1]
    assert len({row for row, _ in found[0]}) > len(problem.shifts) // 2
