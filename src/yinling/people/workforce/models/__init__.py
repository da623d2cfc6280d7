"""Stored facts of the workforce."""

from yinling.people.workforce.models.records import (
    IntegrityEvent,
    IntegrityKind,
    Qualification,
    QualificationKind,
    QualificationLevel,
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
    "Gender",
    "IntegrityEvent",
    "IntegrityKind",
    "Occupation",
    "Qualification",
    "QualificationKind",
    "QualificationLevel",
    "Skill",
    "SkillCode",
    "Star",
    "Transport",
    "Worker",
    "WorkerQuerySet",
    "WorkingHours",
]
