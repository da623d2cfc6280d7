"""Questions about monthly cycles: what an actor may see of them, what a draft stands on."""

from yinling.needs.cycles.queries.bases import outstanding
from yinling.needs.cycles.queries.sets import (
    PaymentState,
    ProblemKind,
    RowKind,
    cycle_totals,
    cycles_visible,
    figures_visible,
    payments_visible,
    problems_visible,
    recoveries_visible,
    rows_visible,
)

__all__ = [
    "PaymentState",
    "ProblemKind",
    "RowKind",
    "cycle_totals",
    "cycles_visible",
    "figures_visible",
    "outstanding",
    "payments_visible",
    "problems_visible",
    "recoveries_visible",
    "rows_visible",
]
