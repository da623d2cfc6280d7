"""Limits of home visits: the national file, or the one a pack has of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

NATIONAL, FILE = "national", "visits.yaml"


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
    clause: str = ""


def load_visit_limits(pack: str) -> VisitLimits:
    """The pack's limits; the national ones where it has none."""
    return _limits(policy_root(), pack)


@cache
def _limits(root: Path, pack: str) -> VisitLimits:
    own = root / pack / FILE
    data = dict(read_yaml(own if own.exists() else root / NATIONAL / FILE).data)
    return VisitLimits(is_verified=data.pop("verified"), **data)
