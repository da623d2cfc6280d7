"""Stops linked only if both are served: where all of them were left out, each is tried by itself at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from yinling.engines.routing.days_parts import Draft, Part, build, split
from yinling.engines.routing.days_problem import Fixed, Problem, Stop

AT_ONCE = 1_500  # stops


def serve_apart(problem: Problem, draft: Draft, random: np.random.Generator) -> None:
    """Puts into the draft what can be served without the others; those served before stay when they are."""
    for chosen in _rounds(problem, draft):
        free = _freed(problem, draft, chosen)
        for part in split(free, draft, AT_ONCE, random):
            stops = [stop for stop in part.stops if stop in chosen or stop not in draft.left]
            if chosen.intersection(stops):
                build(free, draft, Part(part.shifts, stops), int(random.integers(1 << 62)))


def _rounds(problem: Problem, draft: Draft) -> Iterator[set[int]]:
    """Stops to be tried together: of each group the dearest to leave out first, with those linked to it anyway."""
    place = {stop.id: row for row, stop in enumerate(problem.stops)}
    waiting: list[list[Sequence[int]]] = []
    seen: set[int] = set()
    for link in problem.links:
        start = place[link.first]
        if link.is_loose and start not in seen:
            group = _reached(problem, place, start, through_loose=True)
            seen.update(group)
            waiting.append(_units(problem, place, [stop for stop in group if stop in draft.left]))
    while any(waiting):
        yield {stop for units in waiting if units for stop in units.pop()}


def _units(problem: Problem, place: dict[str, int], stops: Sequence[int]) -> list[Sequence[int]]:
    """What must be served together, the dearest to leave out last."""
    units = {tuple(sorted(_reached(problem, place, stop, through_loose=False))) for stop in stops}
    return sorted(units, key=lambda unit: (sum(problem.stops[stop].weight for stop in unit), [-stop for stop in unit]))


def _reached(problem: Problem, place: dict[str, int], start: int, *, through_loose: bool) -> list[int]:
    found = [start]
    for stop in found:
        for link in problem.links_of.get(problem.stops[stop].id, ()):
            other = place[link.second if place[link.first] == stop else link.first]
            if other not in found and (through_loose or not link.is_loose):
                found.append(other)
    return found


def _freed(problem: Problem, draft: Draft, chosen: set[int]) -> Problem:
    """The problem in which loose links to served stops are windows, and those stops stay when they are."""
    held = {
        problem.stops[stop].id: Fixed(problem.shifts[row].id, starts)
        for row, stops in enumerate(draft.rows)
        for stop, starts in zip(stops, draft.starts[row], strict=True)
    }
    names = {problem.stops[stop].id for stop in chosen}
    changed: dict[str, Stop] = {}
    for link in problem.links:
        for own, other, low, high in (
            (link.first, link.second, -link.gap_max, -link.gap_min),
            (link.second, link.first, link.gap_min, link.gap_max),
        ):
            if link.is_loose and own in names and other in held:
                stop = changed.get(own, problem.stop_of[own])
                opens, closes = held[other].starts + low, held[other].starts + high
                changed[own] = replace(stop, opens=max(stop.opens, opens), closes=min(stop.closes, closes))
                changed[other] = replace(problem.stop_of[other], fixed=held[other])
    links = tuple(link for link in problem.links if not link.is_loose or {link.first, link.second} <= held.keys())
    return replace(problem, stops=tuple(changed.get(stop.id, stop) for stop in problem.stops), links=links)
