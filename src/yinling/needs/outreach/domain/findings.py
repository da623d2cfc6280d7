"""What a batch decision means for outreach: entitled, one fact short of it, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Outcome, Resolution
from yinling.needs.outreach.domain.states import Kind

DECIDING_MAX = 6
GAP_PERCENT = 20
GAP_PEOPLE_MIN = 50


@dataclass(frozen=True)
class Finding:
    """`missing` names the fact that would decide, or that the sum still needs; empty where nothing is missing."""

    kind: Kind | None
    missing: str = ""


NOTHING = Finding(None)


def finding_of(bound: BoundRule, resolution: Resolution) -> Finding:
    """What the table's answer for one signature means.

    Someone whose tier or sum alone is open is entitled; so is one whose sum waits for a published number.
    """
    missing = resolution.missing_facts
    if resolution.outcome is Outcome.GRANTED:
        return Finding(Kind.ENTITLED)
    if resolution.outcome is Outcome.NOT_GRANTED:
        return NOTHING
    if is_granted_anyway(bound, resolution):
        return Finding(Kind.ENTITLED, missing[0] if missing else "")
    if len(missing) == 1 and not resolution.missing_parameters:
        return Finding(Kind.NEARLY, missing[0])
    return NOTHING


def gaps(findings: Mapping[str, int], people: int) -> dict[str, int]:
    """Facts that so many of some people lack that lacking them tells nothing: percent by name.

    `findings` counts those who lack one fact alone, by its name.
    """
    if people < GAP_PEOPLE_MIN:
        return {}
    percent = {name: count * 100 // people for name, count in findings.items()}
    return {name: part for name, part in percent.items() if part >= GAP_PERCENT}


def is_granted_anyway(bound: BoundRule, resolution: Resolution) -> bool:
    """Whether some row is hit however the open conditions turn out; false where there are too many to try."""
    deciding = sorted(resolution.deciding)
    if len(deciding) > DECIDING_MAX:
        return False
    for answers in product((False, True), repeat=len(deciding)):
        truths = list(resolution.truths)
        for position, answer in zip(deciding, answers, strict=True):
            truths[position] = answer
        node = bound.diagram.restrict(bound.root, truths)
        if not (bound.diagram.is_settled(node) and bound.diagram.value(node)):
            return False
    return True
