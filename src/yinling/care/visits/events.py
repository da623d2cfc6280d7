"""What visits announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VisitCompleted:
    """A visit ended; unproved ones are announced too, and are not paid until they are proved."""

    visit_id: int
    person_id: int
    provider_id: int
    on: date
    is_proved: bool


@dataclass(frozen=True)
class VisitCorrected:
    """What was recorded of a visit that had ended was put right."""

    visit_id: int
    person_id: int
    provider_id: int
    on: date
    is_proved: bool


@dataclass(frozen=True)
class VisitMissed:
    """Nobody came, or the visit was called off too late for another."""

    visit_id: int
    person_id: int
    provider_id: int
    on: date
    cause: str


@dataclass(frozen=True)
class TroubleTold:
    """A carer told that something is wrong."""

    trouble_id: int
    visit_id: int
    person_id: int
    kind: str
