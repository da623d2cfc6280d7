"""Verbs of adaptation. Each locks the job, asks the rules, writes a step and the audit, and tells who must know."""

from yinling.care.adaptation.actions.jobs import assign_firm, cancel, clear, open_job, reopen
from yinling.care.adaptation.actions.quotes import agree_quote, decline_quote, submit_quote
from yinling.care.adaptation.actions.surveys import record_survey
from yinling.care.adaptation.actions.works import (
    accept_work,
    ask_rework,
    finish_work,
    note_after_check,
    sign_contract,
    start_work,
)

__all__ = [
    "accept_work", "agree_quote", "ask_rework", "assign_firm", "cancel", "clear", "decline_quote", "finish_work",
    "note_after_check", "open_job", "record_survey", "reopen", "sign_contract", "start_work", "submit_quote",
]  # fmt: skip
