"""A provider's day from stored data, in the format of `day.schema.json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from django.conf import settings

from yinling.care.orders.queries.lists import clock
from yinling.care.visits.queries.planning import (
    OPEN,
    UNDER_WAY,
    PlannedVisit,
    carers_before,
    visits_to_plan,
    work_ended,
)
from yinling.care.visits.queries.troubles import door_places
from yinling.care.visits.queries.visits import visits_visible
from yinling.gateways.policy.visits import WorkLimits, load_visit_limits
from yinling.kernel.actor import machine
from yinling.people.places.queries import towns_in
from yinling.people.workforce.queries import Shift, shifts_on, worker_lines

Place = tuple[float, float]
SCHEMA = "domain/day.schema.json"
CALM = {"changed_carer": 0, "changed_time": 0}


@dataclass(frozen=True)
class StoredDay:
    """What the engine is given, and of which visits; `late` are past their window, `guessed` without a known door."""

    given: Mapping[str, Any]
    movable: Sequence[PlannedVisit]
    late: Sequence[PlannedVisit]
    guessed: frozenset[int]
    work: WorkLimits


@cache
def day_schema() -> Mapping[str, Any]:
    """The format of a day."""
    found: Mapping[str, Any] = json.loads(files("yinling.care.dayplans").joinpath(SCHEMA).read_text(encoding="utf-8"))
    return found


def visits_of(provider_id: int, *, on: date) -> list[PlannedVisit]:
    """The day's visits that are still to be done, or are under way."""
    rows = visits_visible(machine("日计划"), on=on).filter(provider=provider_id, on=on, state__in=[*OPEN, UNDER_WAY])
    return visits_to_plan(rows.select_related("order").order_by("pk"))


def stored_day(provider_id: int, *, on: date, now: int, is_replan: bool) -> StoredDay:
    """The day as it stands; `now` in minutes from midnight, negative for a day to come."""
    visits, shifts = visits_of(provider_id, on=on), shifts_on(provider_id, on=on)
    work, (places, guessed) = load_visit_limits(settings.PACK).work_on(on), places_of(visits)
    soonest = now + work.leave_minutes
    held = {one.id for one in visits if _is_held(one, soonest)}
    late = [one for one in visits if one.id not in held and one.window_until < soonest]
    movable = [one for one in visits if one.id not in held and one.window_until >= soonest]
    people = {one.person_id for one in visits}
    before = carers_before(people, on=on, provider_id=provider_id)
    given: dict[str, Any] = {
        "date": on.isoformat(),
        "visits": [open_visit(one, places[one.id], before.get(one.person_id, set()), soonest) for one in movable]
        + [_held(one, places[one.id]) for one in visits if one.id in held],
        "carers": carers_given(shifts, on, _middle(list(places.values()))),
        "rules": rules_given(work),
    }
    base = [_base(one) for one in movable if one.workers and one.starts is not None]
    if base:
        given["base"] = {"visits": base}
    if not is_replan:
        given["weights"] = CALM
    return StoredDay(given, movable, late, guessed, work)


def rules_given(work: WorkLimits) -> dict[str, Any]:
    """What every carer's day keeps to, in the format of a day."""
    meal = {"from": work.meal_from, "until": work.meal_until, "minutes": work.meal_minutes}
    return {
        "meal_break": meal, "work_minutes_max": work.day_minutes_max, "rest_minutes_min": work.rest_minutes_min
    }  # fmt: skip


def _is_held(one: PlannedVisit, soonest: int) -> bool:
    """Fixed, under way, done, or about to begin: who goes and when stays."""
    settled = one.is_fixed or one.state == UNDER_WAY or (one.starts is not None and one.starts < soonest)
    return settled and bool(one.workers) and one.starts is not None


def open_visit(one: PlannedVisit, place: Place, before: set[int], soonest: int) -> dict[str, Any]:
    """A visit that may be moved, in the format of a day."""
    found = _visit(one, place)
    found |= {"from": clock(max(one.window_from, soonest)), "until": clock(one.window_until), "carers": one.carers}
    found |= {"skills": sorted(set(one.skills)), "priority": min(9, max(1, one.priority))}
    if one.wished_gender:
        found["gender"] = one.wished_gender
    if one.wished_worker:
        found["preferred"] = [str(one.wished_worker)]
    if before:
        found["previous"] = [str(worker) for worker in sorted(before)]
    return found


def _held(one: PlannedVisit, place: Place) -> dict[str, Any]:
    starts = one.starts or 0
    fixed = {"carers": [str(worker) for worker in one.workers[:2]], "start": clock(starts)}
    span = {"from": clock(min(one.window_from, starts)), "until": clock(max(one.window_until, starts))}
    return _visit(one, place) | span | {"carers": len(fixed["carers"]), "fixed": fixed, "priority": 1}


def _visit(one: PlannedVisit, place: Place) -> dict[str, Any]:
    spot = {"longitude": place[0], "latitude": place[1]}
    return {"id": str(one.id), "person": str(one.person_id), "minutes": one.minutes, **spot}


def _base(one: PlannedVisit) -> dict[str, Any]:
    return {"visit": str(one.id), "carers": [str(worker) for worker in one.workers], "start": clock(one.starts or 0)}


def carers_given(shifts: Sequence[Shift], on: date, middle: Place) -> list[dict[str, Any]]:
    """Carers in the format of a day; `middle` is where somebody starts of whom nothing is known."""
    by_worker: dict[int, list[Shift]] = {}
    for shift in shifts:
        by_worker.setdefault(shift.worker_id, []).append(shift)
    ended = work_ended(list(by_worker), on=on - timedelta(days=1))
    homes = homes_of(shifts, middle)
    return [_carer(worker, rows, homes[worker], ended.get(worker), on) for worker, rows in by_worker.items()]


def _carer(worker: int, rows: Sequence[Shift], home: Place, ended: int | None, on: date) -> dict[str, Any]:
    one = rows[0]
    found: dict[str, Any] = {
        "id": str(worker), "longitude": home[0], "latitude": home[1], "mode": one.mode, "gender": one.gender,
        "skills": sorted(set(one.skills)),
        "shifts": [{"from": clock(starts), "until": clock(ends)} for starts, ends in stretches(rows)],
    }  # fmt: skip
    if ended is not None:
        found["last_ended_at"] = f"{(on - timedelta(days=1)).isoformat()}T{clock(min(ended, 1439))}"
    return found


def stretches(rows: Sequence[Shift]) -> list[tuple[int, int]]:
    """A worker's hours of the day; those that meet are one."""
    found: list[tuple[int, int]] = []
    for starts, ends in sorted((row.starts, row.ends) for row in rows):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        elif starts < ends:
            found.append((starts, ends))
    return found


class Placed(Protocol):
    """Something at somebody's home."""

    @property
    def id(self) -> int: ...
    @property
    def person_id(self) -> int: ...
    @property
    def area(self) -> str: ...


@dataclass(frozen=True)
class Spot:
    """A visit of which only the place matters."""

    id: int
    person_id: int
    area: str


def places_of(visits: Sequence[Placed]) -> tuple[dict[int, Place], frozenset[int]]:
    """Where each visit is; without a known door the point of its town, and which those are."""
    doors, towns = door_places({one.person_id for one in visits}), _towns({one.area for one in visits})
    middle = _middle([*doors.values(), *towns.values()])
    places = {one.id: doors.get(one.person_id) or towns.get(one.area[:9]) or middle for one in visits}
    return places, frozenset(one.id for one in visits if one.person_id not in doors)


def homes_of(shifts: Sequence[Shift], middle: Place) -> dict[int, Place]:
    """Where each worker starts; one whose home is not known starts in their town."""
    lines = worker_lines({shift.worker_id for shift in shifts if shift.longitude is None or shift.latitude is None})
    towns = _towns({line.area for line in lines.values()})
    return {
        shift.worker_id: (float(shift.longitude), float(shift.latitude))
        if shift.longitude is not None and shift.latitude is not None
        else towns.get(lines[shift.worker_id].area[:9], middle)
        for shift in shifts
    }


def _towns(areas: set[str]) -> dict[str, Place]:
    """Points of towns by their nine digits."""
    lines = [line for county in sorted({area[:6] for area in areas}) for line in towns_in(county)]
    return {
        line.code[:9]: (float(line.longitude), float(line.latitude))
        for line in lines
        if line.longitude is not None and line.latitude is not None
    }


def _middle(places: Sequence[Place]) -> Place:
    if not places:
        return (0.0, 0.0)
    return (sum(place[0] for place in places) / len(places), sum(place[1] for place in places) / len(places))
