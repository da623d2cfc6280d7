"""What assessment announces."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class AssessmentSigned:
    """Two assessors signed, or a result came from outside: the person has a grade until a day."""

    assessment_id: int | None
    person_id: int
    scale: str
    grade: int
    valid_until: date
    at: datetime


@dataclass(frozen=True)
class AssessmentDue:
    """A grade runs out soon, or something happened to the person; a new assessment waits to be accepted."""

    assessment_id: int
    person_id: int
    scale: str
    reason: str
