"""Working days of a notice of benefits and of an objection: a pack's own, else the national default."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

FILE = "hearings.yaml"


@dataclass(frozen=True)
class HearingTerm:
    """A number of working days, where it is written, and whether it was read there."""

    days: int
    source: str
    clause: str = ""
    verified: bool = False


def hearing_term(pack: str, name: str) -> HearingTerm:
    """`notice_days` or `review_days` of a pack. Raises KeyError for another name."""
    return _term(policy_root(), pack, name)


@cache
def _term(root: Path, pack: str, name: str) -> HearingTerm:
    for file in (root / pack / FILE, root / "national" / FILE):
        terms = read_yaml(file).data["terms"] if file.exists() else {}
        if name in terms:
            term = terms[name]
            return HearingTerm(term["value"], term["source"], term.get("clause", ""), term["verified"])
    raise KeyError(name)
