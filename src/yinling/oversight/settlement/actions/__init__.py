"""Verbs of settlement. State and books change together or not at all; a repeated call never moves money twice."""

from yinling.oversight.settlement.actions.bank import export_bank_file
from yinling.oversight.settlement.actions.funds import allot
from yinling.oversight.settlement.actions.payables import owe
from yinling.oversight.settlement.actions.results import record_result, record_results, repay_returned
from yinling.oversight.settlement.actions.runs import approve_run, cancel_run, mark_sent, prepare_run

__all__ = [
    "allot", "approve_run", "cancel_run", "export_bank_file", "mark_sent", "owe", "prepare_run", "record_result",
    "record_results", "repay_returned",
]  # fmt: skip
