"""Limits by which claims are checked: the national file, or the one a pack has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

NATIONAL, FILE = "national", "claims.yaml"


@dataclass(frozen=True)
class ClaimLimits:
    """`is_verified` is False while no document says the numbers; `notices` are findings that nobody must decide on."""

    is_verified: bool
    speed_kmh: Mapping[str, float]
    travel_least_metres: int
    travel_slack_minutes: int
    overlap_minutes: int
    least_share_of_minutes: float
    sample_share: float
    sample_least: int
    answer_days: int
    notices: tuple[str, ...]
    clause: str = ""


def load_claim_limits(pack: str) -> ClaimLimits:
    """The pack's limits; the national ones where it has none."""
    return _limits(policy_root(), pack)


@cache
def _limits(root: Path, pack: str) -> ClaimLimits:
    own = root / pack / FILE
    data = dict(read_yaml(own if own.exists() else root / NATIONAL / FILE).data)
    return ClaimLimits(is_verified=data.pop("verified"), notices=tuple(data.pop("notices")), **data)
