"""What welfare visits announce."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class WelfareVisited:
    """Somebody went, or telephoned, and met the person or not; `findings` are words of wellbeing.yaml."""

    visit_id: int
    person_id: int
    on: date
    is_met: bool
    findings: tuple[str, ...]


@dataclass(frozen=True)
class TicketEscalated:
    """A ticket went up a level: its time ran out (`by_clock`), or somebody sent it."""

    ticket_id: int
    person_id: int
    area: str
    kind: str
    by_clock: bool
    at: datetime
