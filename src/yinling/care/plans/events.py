"""What plans announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlanAgreed:
    """A version was agreed and holds from a day on."""

    plan_id: int
    person_id: int
    provider_id: int
    number: int
    in_force_from: date


@dataclass(frozen=True)
class PlanEnded:
    """No more care by this plan from a day on."""

    plan_id: int
    person_id: int
    provider_id: int
    ended_on: date
