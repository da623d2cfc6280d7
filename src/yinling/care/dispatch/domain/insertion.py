"""Who could take one visit into a day whose other visits stay as they are. Pure."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from yinling.care.dayplans.domain.days import seconds, translate_known
from yinling.care.dayplans.domain.proposals import as_it_stands, with_own_way
from yinling.engines.routing.days_candidates import Candidate, candidates
from yinling.engines.routing.days_plan import Plan, measure
from yinling.engines.routing.days_problem import Problem

Place = tuple[float, float]
NEAR_MAX, FEW = 40, 1  # carers looked at exactly; all others live and work farther away
SLACK_SECONDS = 59
CLOSE_MINUTES = 240  # where somebody is hours earlier or later says little of the way
GENDER, HOURS, TIME = "不是老人要求的性别", "这段时间不上班", "算上路程和已有的上门来不及"


@dataclass(frozen=True)
class Held:
    """One visit of one carer as it stands."""

    key: str
    person_id: int
    worker_id: int
    place: Place
    starts: int
    minutes: int


@dataclass(frozen=True)
class Found:
    """Candidates, the best first, and how many others are out of the question for which reason."""

    ranked: tuple[Candidate, ...]
    others: Mapping[str, int]


def insertion(
    asked: Mapping[str, Any], carers: Sequence[Mapping[str, Any]], held: Sequence[Held], *, always: Collection[int],
    rules: Mapping[str, Any], on: str, own_minutes: int, skills: Mapping[str, str], limit: int = 8,
) -> Found:  # fmt: skip
    """The visit `asked`, in the words of a day, among carers who keep what they have. `always` are looked at anyway.

    `skills` are their names by code.
    """
    others: Counter[str] = Counter()
    able = []
    for carer in carers:
        if why := _why_not(asked, carer, skills):
            others[why] += 1
        else:
            able.append(carer)
    ordered = _nearest(asked, able, held, always)
    found = _tried(asked, ordered[:NEAR_MAX], held, rules, on, own_minutes, limit)
    if len(found) < FEW < len(ordered):
        found = _tried(asked, ordered, held, rules, on, own_minutes, limit)
    if len(found) < limit:
        others[TIME] += len(able) - len(found)
    return Found(found, others)


def _tried(
    asked: Mapping[str, Any], near: Sequence[Mapping[str, Any]], held: Sequence[Held], rules: Mapping[str, Any],
    on: str, own_minutes: int, limit: int,
) -> tuple[Candidate, ...]:  # fmt: skip
    """One place for each carer, the best first."""
    ids = {int(carer["id"]) for carer in near}
    stays = [_stay(one, asked) for one in held if one.worker_id in ids]
    day = {"date": on, "visits": [asked, *stays], "carers": near, "rules": rules}
    problem = _with_slack(with_own_way(translate_known(day).problem, own_minutes))
    routes = as_it_stands(problem)
    plan = Plan(routes, (), measure(replace(problem, stops=problem.stops[:0]), ()))
    ranked = candidates(problem, plan, asked["id"], limit=limit).ranked
    best: dict[str, Candidate] = {}
    for one in ranked:
        best.setdefault(one.worker, one)
    return tuple(best.values())


def _with_slack(problem: Problem) -> Problem:
    """Visits stand at whole minutes, cut from seconds: a way that was just possible must not be refused for that."""
    tables = {mode: np.maximum(0, table - SLACK_SECONDS) for mode, table in problem.travel.matrices.items()}
    return replace(problem, travel=replace(problem.travel, matrices=tables))


def _why_not(asked: Mapping[str, Any], carer: Mapping[str, Any], skills: Mapping[str, str]) -> str:
    if lacks := sorted(set(asked.get("skills", ())) - set(carer.get("skills", ()))):
        return f"没有登记技能“{skills.get(lacks[0], lacks[0])}”"
    if asked.get("gender", carer.get("gender")) != carer.get("gender"):
        return GENDER
    first, last, lasts = seconds(asked["from"]), seconds(asked["until"]), asked["minutes"] * 60
    spans = [(seconds(each["from"]), seconds(each["until"])) for each in carer["shifts"]]
    return "" if any(max(first, starts) + lasts <= min(last + lasts, ends) for starts, ends in spans) else HOURS


def _nearest(
    asked: Mapping[str, Any], able: Sequence[Mapping[str, Any]], held: Sequence[Held], always: Collection[int]
) -> list[Mapping[str, Any]]:
    here, middle = (asked["longitude"], asked["latitude"]), seconds(asked["from"]) // 60
    near = {int(carer["id"]): _apart(here, (carer["longitude"], carer["latitude"])) for carer in able}
    for one in held:
        if one.worker_id in near and abs(one.starts - middle) < CLOSE_MINUTES:
            near[one.worker_id] = min(near[one.worker_id], _apart(here, one.place))
    return sorted(able, key=lambda carer: (int(carer["id"]) not in always, near[int(carer["id"])]))


def _apart(one: Place, two: Place) -> float:
    return math.hypot((one[0] - two[0]) * math.cos(math.radians(one[1])), one[1] - two[1])


def _stay(one: Held, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A visit that keeps its carer and its time; only those of the same person must not meet the one asked for."""
    starts = f"{one.starts // 60:02}:{one.starts % 60:02}"
    same = str(one.person_id) == asked["person"]
    return {
        "id": one.key, "person": asked["person"] if same else one.key, "minutes": one.minutes,
        "longitude": one.place[0], "latitude": one.place[1], "from": starts, "until": starts, "carers": 1,
        "fixed": {"carers": [str(one.worker_id)], "start": starts}, "priority": 1,
    }  # fmt: skip
