"""Why a stretch of days is worth what it is. Pure."""

from collections.abc import Mapping

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.facts import Fact
from yinling.needs.dues.domain.months import Stretch
from yinling.needs.entitlements.domain.reasons import Reason, reasons_of


def told(bound: BoundRule, stretch: Stretch, known: Mapping[str, Fact]) -> list[Reason]:
    """Every condition with its truth, what is missing, and the overlap that took something."""
    found = list(reasons_of(bound, stretch.decision, known))
    if overlap := stretch.because:
        found.append(Reason(overlap.id, overlap.words, overlap.clause, "true"))
    return found
