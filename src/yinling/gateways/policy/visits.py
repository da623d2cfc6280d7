"""Limits of home visits: the national file, or the one a pack has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

NATIONAL, FILE = "national", "visits.yaml"


@dataclass(frozen=True)
class WorkLimits:
    """What a carer's day keeps to, from a day on. `unverified` names the numbers whose source nobody has read yet."""

    in_force_from: date
    day_minutes_max: int
    rest_minutes_min: int
    meal_minutes: int
    meal_from: str
    meal_until: str
    leave_minutes: int
    own_way_minutes: int
    sources: Mapping[str, str]
    unverified: tuple[str, ...]


@dataclass(frozen=True)
class VisitLimits:
    """`is_verified` is False while no document says the numbers; then they are starting values of the district."""

    is_verified: bool
    door_metres: int
    least_share_of_minutes: float
    clock_ahead_minutes: int
    late_minutes: int
    missed_minutes: int
    offer_hours: int
    schedule_days: int
    work: tuple[WorkLimits, ...]
    clause: str = ""

    def work_on(self, on: date) -> WorkLimits:
        """The working limits in force on a day; before the first, the first."""
        return next((one for one in reversed(self.work) if one.in_force_from <= on), self.work[0])


def load_visit_limits(pack: str) -> VisitLimits:
    """The pack's limits; the national ones where it has none."""
    return _limits(policy_root(), pack)


@cache
def _limits(root: Path, pack: str) -> VisitLimits:
    national = dict(read_yaml(root / NATIONAL / FILE).data)
    own = root / pack / FILE
    data = dict(read_yaml(own).data) if own.exists() else dict(national)
    rows = data.pop("work", None) or national["work"]  # a pack that says nothing of work keeps to the nation's
    work = tuple(sorted((_work(row) for row in rows), key=lambda one: one.in_force_from))
    return VisitLimits(is_verified=data.pop("verified"), work=work, **data)


def _work(row: Mapping[str, Any]) -> WorkLimits:
    said = {name: one for name, one in row.items() if name != "from"}
    return WorkLimits(
        in_force_from=date.fromisoformat(str(row["from"])),
        sources={name: one["source"] for name, one in said.items()},
        unverified=tuple(name for name, one in said.items() if not one["verified"]),
        **{name: one["value"] for name, one in said.items()},
    )
