"""Calls for help: how they climb, limits, outcomes, what to say, how fast people travel; of the nation or of a pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yinling.engines.routing.days_travel import Pace
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.schema_faults import faults_by_place

NATIONAL, FILE = "national", "alarms.yaml"
OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Severity:
    """How grave an alarm is: its place in lists and the chain by which it climbs."""

    code: str
    name: str
    order: int
    chain: str


@dataclass(frozen=True)
class Outcome:
    """How an alarm can end."""

    code: str
    name: str
    is_false: bool


@dataclass(frozen=True)
class AlarmRules:
    """All numbers and words of the call desk; seconds throughout. `chains` are as written, for the alarm to keep.

    `unverified` names the entries whose source nobody has read: starting values of the district.
    """

    severities: Mapping[str, Severity]
    otherwise: str
    chains: Mapping[str, Mapping[str, Any]]
    limits: Mapping[str, int]
    watch: Mapping[str, int]
    outcomes: Mapping[str, Outcome]
    scripts: Mapping[str, tuple[str, ...]]
    paces: Mapping[str, Pace]
    unverified: tuple[str, ...]

    def severity(self, code: str) -> Severity:
        """The severity of that code; one that nobody knows is taken as `otherwise`."""
        return self.severities.get(code) or self.severities[self.otherwise]

    def chain_code(self, severity: str) -> str:
        """By which chain an alarm of that severity climbs; the first where a pack names one that it does not have."""
        code = self.severity(severity).chain
        return code if code in self.chains else next(iter(self.chains))

    def chain(self, severity: str) -> Mapping[str, Any]:
        """How an alarm of that severity climbs, as the pack writes it."""
        return self.chains[self.chain_code(severity)]

    def script(self, kind: str) -> tuple[str, ...]:
        """What to say to a caller."""
        return self.scripts.get(kind) or self.scripts[OTHERWISE]


def load_alarms(pack: str) -> AlarmRules:
    """The nation's rules; a section that the pack has of its own stands in place of the nation's."""
    return _rules(policy_root(), pack)


def chain_faults(written: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """What the checks of a pack's file say of one chain: (keys inside the chain, reason in Chinese)."""
    found = faults_by_place({"chains": {"own": written}}, "alarms")
    return [(place[2:], reason) for place, reason in found]


@cache
def _rules(root: Path, pack: str) -> AlarmRules:
    own = root / pack / FILE
    data = dict(read_yaml(root / NATIONAL / FILE).data) | (dict(read_yaml(own).data) if own.exists() else {})
    return AlarmRules(
        severities={code: Severity(code, one["name"], one["order"], one["chain"])
                    for code, one in data["severities"].items()},
        otherwise=data["otherwise"],
        chains=data["chains"],
        limits={name: one["value"] for name, one in data["limits"].items()},
        watch={name: one["value"] for name, one in data["watch"].items()},
        outcomes={code: Outcome(code, one["name"], one["is_false"]) for code, one in data["outcomes"].items()},
        scripts={kind: tuple(lines) for kind, lines in data["scripts"].items()},
        paces={mode: Pace(one["kmh"] / 3.6, one["detour"], one["overhead_seconds"])
               for mode, one in data["paces"].items()},
        unverified=tuple(_unverified(data)),
    )  # fmt: skip


def _unverified(data: Mapping[str, Any]) -> list[str]:
    named = ("severities", "chains", "limits", "watch", "paces")
    return [f"{name}.{code}" for name in named for code, one in data[name].items() if not one["verified"]]
