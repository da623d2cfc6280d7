"""What the daily question announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DailyCallUnanswered:
    """A person did not say that they are well by the hour; `ticket_id` is the visit that follows."""

    person_id: int
    area: str
    on: date
    ticket_id: int
