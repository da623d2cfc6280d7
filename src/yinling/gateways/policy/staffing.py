"""Staffing rules of a pack: which posts, counted on what, with the parameters that hold the numbers."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root


@dataclass(frozen=True)
class StaffingRule:
    """`staff` posts for each `per` of the `basis` (older people, beds), or for each area of the level.

    `staff`, `per`, `more_staff` and `older_percent_min` name parameters; the last two add posts where older people
    are that share of the population. `facilities` are the kinds of site whose capacity counts as beds.
    """

    pack: str
    id: str
    name: str
    clause: str
    occupations: tuple[str, ...]
    basis: str
    level: str
    staff: str
    per: str = ""
    more_staff: str = ""
    older_percent_min: str = ""
    facilities: tuple[str, ...] = ()
    full_time: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter that the rule needs."""
        return tuple(name for name in (self.staff, self.per, self.more_staff, self.older_percent_min) if name)


def load_staffing(pack: str) -> tuple[StaffingRule, ...]:
    """Staffing rules of a pack; none where it has no `staffing.yaml`."""
    return _staffing(policy_root(), pack)


@cache
def _staffing(root: Path, pack: str) -> tuple[StaffingRule, ...]:
    file = root / pack / "staffing.yaml"
    entries = read_yaml(file).data["rules"] if file.exists() else []
    return tuple(_rule(pack, entry) for entry in entries)


def _rule(pack: str, entry: dict[str, Any]) -> StaffingRule:
    more = entry.get("more") or {}
    return StaffingRule(
        pack,
        **{key: entry[key] for key in ("id", "name", "clause", "basis", "level", "staff")},
        per=entry.get("per", ""),
        occupations=tuple(entry["occupations"]),
        facilities=tuple(entry.get("facilities") or ()),
        full_time=entry.get("full_time", False),
        more_staff=more.get("staff", ""),
        older_percent_min=more.get("older_percent_min", ""),
    )
