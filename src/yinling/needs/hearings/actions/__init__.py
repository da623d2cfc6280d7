"""Verbs of hearings."""

from yinling.needs.hearings.actions.deciding import Decision, decide, reply
from yinling.needs.hearings.actions.objecting import Grievance, note_reading, object_to_line, object_to_own, take_down
from yinling.needs.hearings.actions.publishing import count_opening, publish
from yinling.needs.hearings.actions.terms import set_term
from yinling.needs.hearings.domain.refusals import HearingRefused

__all__ = [
    "Decision",
    "Grievance",
    "HearingRefused",
    "count_opening",
    "decide",
    "note_reading",
    "object_to_line",
    "object_to_own",
    "publish",
    "reply",
    "set_term",
    "take_down",
]
