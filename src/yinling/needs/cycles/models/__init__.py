"""Stored facts of monthly cycles. Rows of a cycle that was approved never change; constraints hold who did what."""

from yinling.needs.cycles.models.cycles import Cycle, CycleFigure, CycleStep, State
from yinling.needs.cycles.models.recoveries import Allotment, Recovery, Relief
from yinling.needs.cycles.models.rows import (
    CyclePayment,
    CycleProblem,
    CycleReason,
    CycleRow,
    Frozen,
    PaymentResult,
    PaymentState,
    ProblemKind,
    RowKind,
)
from yinling.needs.cycles.models.withheld import WithheldRow

__all__ = [
    "Allotment",
    "Cycle",
    "CycleFigure",
    "CyclePayment",
    "CycleProblem",
    "CycleReason",
    "CycleRow",
    "CycleStep",
    "Frozen",
    "PaymentResult",
    "PaymentState",
    "ProblemKind",
    "Recovery",
    "Relief",
    "RowKind",
    "State",
    "WithheldRow",
]
