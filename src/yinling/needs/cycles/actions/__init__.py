"""Verbs of monthly cycles. Rows, state and books change together or not at all."""

from yinling.needs.cycles.actions.bank import BankFile, export_bank_file
from yinling.needs.cycles.actions.drafting import draft
from yinling.needs.cycles.actions.money import AllotmentKnown, allot
from yinling.needs.cycles.actions.opening import Wanted, clear_draft, open_cycle
from yinling.needs.cycles.actions.recovering import ask_write_off, plan_recovery, record_repayment, settle_write_off
from yinling.needs.cycles.actions.steps import ReturnedPayment, approve, check, close, pay, record_returns, reopen
from yinling.needs.cycles.actions.withholding import withhold_unpaid
from yinling.needs.cycles.domain.refusals import (
    AmountWrong,
    EarlierOpen,
    InsufficientFund,
    LaterExists,
    NotDrafted,
    NotPermitted,
    ReasonNeeded,
    SamePerson,
    StepRefused,
    WrongState,
)

__all__ = [
    "AllotmentKnown",
    "AmountWrong",
    "BankFile",
    "EarlierOpen",
    "InsufficientFund",
    "LaterExists",
    "NotDrafted",
    "NotPermitted",
    "ReasonNeeded",
    "ReturnedPayment",
    "SamePerson",
    "StepRefused",
    "Wanted",
    "WrongState",
    "allot",
    "approve",
    "ask_write_off",
    "check",
    "clear_draft",
    "close",
    "draft",
    "export_bank_file",
    "open_cycle",
    "pay",
    "plan_recovery",
    "record_repayment",
    "record_returns",
    "reopen",
    "settle_write_off",
    "withhold_unpaid",
]
