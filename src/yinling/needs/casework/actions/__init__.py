"""Verbs of casework."""

from yinling.needs.casework.actions.accepting import accept, refuse_acceptance
from yinling.needs.casework.actions.applying import Upload, attach, save_draft, start_draft, submit
from yinling.needs.casework.actions.deciding import check, decide, send_back
from yinling.needs.casework.actions.determining import record_cost, redetermine
from yinling.needs.casework.actions.ending import close, note_contract, withdraw
from yinling.needs.casework.actions.objecting import Grievance, raise_objection, resolve_objection
from yinling.needs.casework.actions.papers import answer_papers, ask_papers
from yinling.needs.casework.actions.publishing import publish_notice, put_due_in_force, put_in_force

__all__ = [
    "Grievance", "Upload", "accept", "answer_papers", "ask_papers", "attach", "check", "close", "decide",
    "note_contract", "publish_notice", "put_due_in_force", "put_in_force", "raise_objection", "record_cost",
    "redetermine", "refuse_acceptance", "resolve_objection", "save_draft", "send_back", "start_draft",
    "submit", "withdraw",
]  # fmt: skip
