"""Verbs of assessment."""

from yinling.needs.assessment.actions.answering import Sheet, save_answers
from yinling.needs.assessment.actions.arranging import Visit, abort, accept, assign, cancel, decline, refuse, take_back
from yinling.needs.assessment.actions.assessors import Certificate, register_assessor, retire_assessor
from yinling.needs.assessment.actions.becoming_due import advance, note_change
from yinling.needs.assessment.actions.importing import Imported, import_result
from yinling.needs.assessment.actions.objecting import dismiss_objection, object_to, reassess
from yinling.needs.assessment.actions.rechecking import Sample, draw_recheck
from yinling.needs.assessment.actions.requesting import request
from yinling.needs.assessment.actions.signing import sign
from yinling.needs.assessment.domain.assessors import Ties
from yinling.needs.grades.actions import confirm_scale, propose_scale

__all__ = [
    "Certificate", "Imported", "Sample", "Sheet", "Ties", "Visit", "abort", "accept", "advance", "assign", "cancel",
    "confirm_scale", "decline", "dismiss_objection", "draw_recheck", "import_result", "note_change", "object_to",
    "propose_scale", "reassess", "refuse", "register_assessor", "request", "retire_assessor", "save_answers",
    "sign", "take_back",
]  # fmt: skip
