"""Verbs of the workforce."""

from yinling.people.workforce.actions.absences import AbsenceDetails, record_absence, withdraw_absence
from yinling.people.workforce.actions.leaving import end_employment
from yinling.people.workforce.actions.records import (
    CertificateDetails,
    award_star,
    lift_integrity_event,
    note_integrity_event,
    record_qualification,
    withdraw_qualification,
)
from yinling.people.workforce.actions.workers import (
    WorkerDetails,
    change_worker,
    link_log_in,
    register_worker,
    reveal,
    set_hours,
    set_skills,
)

__all__ = [
    "AbsenceDetails",
    "CertificateDetails",
    "WorkerDetails",
    "award_star",
    "change_worker",
    "end_employment",
    "lift_integrity_event",
    "link_log_in",
    "note_integrity_event",
    "record_absence",
    "record_qualification",
    "register_worker",
    "reveal",
    "set_hours",
    "set_skills",
    "withdraw_absence",
    "withdraw_qualification",
]
