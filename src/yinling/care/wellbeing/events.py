"""What welfare visits announce."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class WelfareVisited:
    """Somebody went, or telephoned; `findings` are words of wellbeing.yaml."""

    visit_id: int
    person_id: int
    on: date
    findings: tuple[str, ...]


@dataclass(frozen=True)
class DailyCallUnanswered:
    """A person did not say that they are well by the hour; `ticket_id` is the visit that follows."""

    person_id: int
    area: str
    on: date
    ticket_id: int


@dataclass(frozen=True)
class TicketEscalated:
    """A ticket went up a level: its time ran out (`by_clock`), or somebody sent it."""

    ticket_id: int
    person_id: int
    area: str
    kind: str
    by_clock: bool
    at: datetime
