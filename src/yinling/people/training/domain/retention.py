"""Who stayed after an internship: the share that a coaching subsidy asks for (BS-17, GS-12)."""

from dataclasses import dataclass

MET, MISSED, UNKNOWN, OPEN = "met", "missed", "unknown", "open"


@dataclass(frozen=True)
class Retention:
    """`state`: met, missed, unknown (no document sets the share), open (nobody has ended yet)."""

    ended: int
    retained: int
    percent_min: int | None
    state: str

    @property
    def percent(self) -> str:
        """Retained among those who ended; — before anybody has."""
        return f"{self.retained * 1000 // self.ended / 10:.1f}" if self.ended else "—"


def retention(*, ended: int, retained: int, percent_min: int | None) -> Retention:
    """Exactly the share is enough: 2 of 4 meet 50 %. Counts are of interns whose time is over."""
    if not ended:
        state = OPEN
    elif percent_min is None:
        state = UNKNOWN
    else:
        state = MET if retained * 100 >= percent_min * ended else MISSED
    return Retention(ended, retained, percent_min, state)


def has_finished(*, attended_hours: int, course_hours: int, exams: list[bool]) -> bool:
    """A course is finished by whoever was there for all of its hours and whose last exam, if any, was passed."""
    return attended_hours >= course_hours and (not exams or exams[-1])
