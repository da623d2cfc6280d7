"""What a care plan might begin with: goals and services by grade and by item of a scale, and usual times of day."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.reading import NATIONAL
from yinling.gateways.policy.root import policy_root


@dataclass(frozen=True)
class PlanProposals:
    """Entries as in the file; `times` by service in minutes from midnight."""

    is_verified: bool
    source: str
    by_grade: tuple[Mapping[str, Any], ...]
    by_item: tuple[Mapping[str, Any], ...]
    default_time: tuple[int, int]
    times: Mapping[str, tuple[int, int]]

    def time_of(self, service_code: str) -> tuple[int, int]:
        """From when until when a service is usually done."""
        return self.times.get(service_code, self.default_time)


def load_plan_proposals() -> PlanProposals:
    """The national file."""
    return _proposals(policy_root())


@cache
def _proposals(root: Path) -> PlanProposals:
    data = read_yaml(root / NATIONAL / "plan_proposals.yaml").data
    return PlanProposals(
        is_verified=data["verified"], source=data["source"], by_grade=tuple(data["by_grade"]),
        by_item=tuple(data["by_item"]), default_time=_span(data["default_time"]),
        times={code: _span(pair) for code, pair in data["times"].items()},
    )  # fmt: skip


def _span(pair: list[str]) -> tuple[int, int]:
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in pair)
    return first, last
