"""What cycles announce."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CycleDrafted:
    """Everything due in a month has been worked out; somebody else may check it."""

    cycle_id: int
    pack: str
    month: date
    area: str


@dataclass(frozen=True)
class CycleApproved:
    """The month is frozen; money may go out."""

    cycle_id: int
    pack: str
    month: date


@dataclass(frozen=True)
class CyclePaid:
    """The money left the funds."""

    cycle_id: int
    pack: str
    month: date


@dataclass(frozen=True)
class PaymentReturned:
    """The bank sent a person's money back; it comes again with the next cycle."""

    cycle_id: int
    person_id: int
    amount_fen: int
    reason: str
