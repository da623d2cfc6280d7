"""Verbs of enrolments."""

from yinling.needs.enrolments.actions.automatic import (
    Newcomers,
    automatic_programmes,
    end_of_the_dead,
    enrol_automatic,
)
from yinling.needs.enrolments.actions.enrolling import enrol, refuse
from yinling.needs.enrolments.actions.life_checks import Seen, pause_overdue, record_life_check
from yinling.needs.enrolments.actions.stepping import end, pause, reinstate, resume
from yinling.needs.enrolments.domain.refusals import (
    AlreadyEnrolled,
    HasRefused,
    NotEnrollable,
    NotPermitted,
    ReasonNeeded,
    StepRefused,
    WrongState,
)

__all__ = [
    "AlreadyEnrolled",
    "HasRefused",
    "Newcomers",
    "NotEnrollable",
    "NotPermitted",
    "ReasonNeeded",
    "Seen",
    "StepRefused",
    "WrongState",
    "automatic_programmes",
    "end",
    "end_of_the_dead",
    "enrol",
    "enrol_automatic",
    "pause",
    "pause_overdue",
    "record_life_check",
    "refuse",
    "reinstate",
    "resume",
]
