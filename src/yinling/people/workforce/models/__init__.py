"""Stored facts of the workforce."""

from yinling.people.workforce.models.records import (
    AreaPopulation,
    IntegrityEvent,
    IntegrityKind,
    Qualification,
    QualificationKind,
    QualificationLevel,
    RosterFile,
    RosterFileState,
    Star,
)
from yinling.people.workforce.models.workers import (
    Absence,
    AbsenceReason,
    Gender,
    Occupation,
    Skill,
    SkillCode,
    Transport,
    Worker,
    WorkerQuerySet,
    WorkingHours,
)

__all__ = [
    "Absence",
    "AbsenceReason",
    "AreaPopulation",
    "Gender",
    "IntegrityEvent",
    "IntegrityKind",
    "Occupation",
    "Qualification",
    "QualificationKind",
    "QualificationLevel",
    "RosterFile",
    "RosterFileState",
    "Skill",
    "SkillCode",
    "Star",
    "Transport",
    "Worker",
    "WorkerQuerySet",
    "WorkingHours",
]
