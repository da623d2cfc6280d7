"""Computing a scenario, saving it with its ground, and computing it again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.needs.forecasts.domain.computing import YEARS_MAX, Question, Result
from yinling.needs.forecasts.domain.computing import compute as compute_result
from yinling.needs.forecasts.domain.plans import Plan
from yinling.needs.forecasts.models import Scenario, Snapshot
from yinling.needs.forecasts.queries import plans as known
from yinling.needs.forecasts.queries.snapshots import NoSnapshot, latest, population
from yinling.people.places.queries import names_of

YEARS_MIN = 1
PLANS_MAX = 20


class ScenarioRefused(Exception):
    """What was asked cannot be computed; the message is in Chinese."""


@dataclass(frozen=True)
class Asked:
    """What a person asks for, by the ids of turns; values are fen, whole numbers, or codes of readings."""

    programmes: tuple[str, ...]
    assumed: Mapping[str, int | str] = field(default_factory=dict)
    changes: Mapping[str, int | str] = field(default_factory=dict)
    years: int = 5
    survival: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "programmes": list(self.programmes), "assumed": dict(self.assumed),
                "changes": dict(self.changes)}  # fmt: skip


@dataclass(frozen=True)
class Replayed:
    """Whether computing again gave the same; `changed` names programmes whose text is another now."""

    is_same: bool
    changed: tuple[str, ...] = ()


def compute(asked: Asked, *, by: Actor) -> Result:
    """The result over the latest snapshot, within the actor's area. Raises ScenarioRefused, PermissionDenied."""
    return _computed(asked, _snapshot(by), _plans(asked), by.area)


def _snapshot(by: Actor) -> Snapshot:
    if not by.may("forecasts.view"):
        raise PermissionDenied
    snapshot = latest()
    if snapshot is None:
        raise ScenarioRefused("还没有取数，请先取数")
    return snapshot


def _plans(asked: Asked) -> list[Plan]:
    snapshot = latest()
    if not 0 < len(asked.programmes) <= PLANS_MAX:
        raise ScenarioRefused(f"请选 1 到 {PLANS_MAX} 个项目")
    if not YEARS_MIN <= asked.years <= YEARS_MAX:
        raise ScenarioRefused(f"年数应在 {YEARS_MIN} 到 {YEARS_MAX} 之间")
    try:
        return [known.plan(key, on=snapshot.on) for key in asked.programmes] if snapshot else []
    except LookupError as fault:
        raise ScenarioRefused(str(fault)) from fault


def _computed(asked: Asked, snapshot: Snapshot, plans: list[Plan], area: str) -> Result:
    question = Question(
        plans=plans, assumed=asked.assumed, changes=asked.changes, years=asked.years,
        overlaps=known.overlaps_of(plans), survival=known.survival(asked.survival),
    )  # fmt: skip
    try:
        people = population(snapshot).within(area)
    except NoSnapshot:
        raise ScenarioRefused("名册里还没有人，无法测算") from None
    result = compute_result(question, people, names_of([code for code in people.town.categories if code]))
    plain: Result = json.loads(json.dumps(result))
    return plain


def save(asked: Asked, *, name: str, by: Actor, at: datetime) -> Scenario:
    """Computes once more and keeps question, ground and result. Raises ScenarioRefused, PermissionDenied."""
    snapshot = _snapshot(by)
    plans = _plans(asked)
    result = _computed(asked, snapshot, plans, by.area)
    scenario = Scenario.objects.create(
        name=name.strip()[:80], area=by.area, snapshot=snapshot, question=asked.plain(), basis=known.basis_of(plans),
        result=result, result_digest=digest_of(result), by_id=by.user_id, by_name=by.name, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="forecasts.save", subject=f"scenario:{scenario.pk}", area=by.area,
        after={"programmes": list(asked.programmes)},
    )  # fmt: skip
    return scenario


def replay(scenario: Scenario, *, by: Actor) -> Replayed:
    """Computes a saved scenario again on its own snapshot, values and readings. Raises ScenarioRefused."""
    if not by.may("forecasts.view"):
        raise PermissionDenied
    asked = Asked(**{**scenario.question, "programmes": tuple(scenario.question["programmes"])})
    now = _plans(asked)
    changed = tuple(each.rule.name for each in now if not known.has_same_rule(each, scenario.basis))
    if changed:
        return Replayed(False, changed)
    plans = [known.on_basis(each, scenario.basis) for each in now]
    return Replayed(digest_of(_computed(asked, scenario.snapshot, plans, scenario.area)) == scenario.result_digest)


def digest_of(result: Result) -> str:
    """A fingerprint of a result."""
    return sha256(json.dumps(result, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
