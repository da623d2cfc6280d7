"""Who is worked out, with everything that dues ask about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from yinling.kernel.dates import Period
from yinling.needs.dues.domain.fact_columns import History


class Enrolled(Protocol):
    """An enrolment, as far as dues ask."""

    @property
    def programme(self) -> str:
        """The programme's id."""

    @property
    def is_ended(self) -> bool:
        """Whether it is over for good."""

    def due_periods(self, pauses: Sequence[str]) -> Sequence[Period]:
        """Periods in which it neither ended nor rests for one of the pauses."""


@dataclass(frozen=True)
class Person:
    """Who is worked out, and in which months."""

    id: int
    area: str
    history: History
    courses: Sequence[Enrolled]
    months: Sequence[date]

    @cached_property
    def by_programme(self) -> dict[str, list[Enrolled]]:
        """The enrolments by programme, in their order."""
        found: dict[str, list[Enrolled]] = {}
        for course in self.courses:
            found.setdefault(course.programme, []).append(course)
        return found

    def enrolled(self, programme: str, pauses: Sequence[str]) -> Sequence[Period]:
        """The periods in which the programme, through any of its enrolments, neither ended nor rests."""
        own = self.by_programme.get(programme, [])
        if len(own) == 1:
            return own[0].due_periods(pauses)
        return _joined(period for course in own for period in course.due_periods(pauses))

    @property
    def is_ended(self) -> bool:
        """Whether every enrolment is over."""
        return all(course.is_ended for course in self.courses)

    @property
    def programmes(self) -> list[str]:
        """Programmes of the person's enrolments, each once."""
        return list(self.by_programme)


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Periods of one programme's enrolments in order, those that meet or overlap as one."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.from_ <= found[-1].until:
            found[-1] = Period(found[-1].from_, max(found[-1].until, period.until))
        else:
            found.append(period)
    return found
