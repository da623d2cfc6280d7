"""What hearings announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BenefitsPublished:
    """New benefits stand in a public notice until (not including) a day."""

    notice_id: int
    area: str
    until: date


@dataclass(frozen=True)
class BenefitObjected:
    """Somebody holds a person's benefit, or its refusal, to be wrong."""

    objection_id: int
    person_id: int
    pack: str
    programme: str


@dataclass(frozen=True)
class ObjectionDecided:
    """An objection to a benefit was examined; `remedy` is empty where it was dismissed."""

    objection_id: int
    person_id: int
    is_upheld: bool
    remedy: str
