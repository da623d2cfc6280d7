"""Who goes to which visit of a demo day: who usually goes, who is near, who has least to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians

from yinling.care.dayplans.domain.days import PACES
from yinling.care.visits.models import Visit
from yinling.people.workforce.queries.fitness import Shift

Place = tuple[float, float]  # longitude, latitude
STEP_MINUTES = 5
METRES_A_DEGREE, LATITUDE = 111_000, 31.1
OWN_WAY_MINUTES = 60  # from home to work and back, as the limits of the day plan say
PAUSE_MINUTES = 4  # between two homes at the least
NEAR_METRES = 2_500  # within it, who has least to do goes


@dataclass(frozen=True)
class Sent:
    """A visit, who goes, and when."""

    visit: Visit
    worker_id: int
    starts: int


@dataclass(frozen=True)
class Stretch:
    """A part of a worker's day."""

    worker_id: int
    starts: int
    ends: int
    skills: frozenset[str]
    home: Place | None
    mode: str

    def way(self, one: Place | None, other: Place | None) -> int:
        """Minutes on the way, as a day plan reckons them: what is told here stands when a day is planned anew."""
        pace, away = PACES[self.mode], metres(one, other)
        return ceil((away * pace.detour / pace.speed + pace.overhead) / 60) if away else 0


def metres(one: Place | None, other: Place | None) -> float:
    """As the crow flies, near enough for a district; 0 where a place is not known."""
    if one is None or other is None:
        return 0.0
    return METRES_A_DEGREE * hypot((one[0] - other[0]) * cos(radians(LATITUDE)), one[1] - other[1])


class Sending:
    """One office's day while it is filled, in the order of the visits given."""

    def __init__(
        self, shifts: Sequence[Shift], doors: Mapping[int, Place], usual: dict[int, int], *, keeps: int
    ) -> None:
        self.doors, self.usual, self.keeps = doors, usual, keeps
        self.stretches = [
            Stretch(shift.worker_id, shift.starts, shift.ends, frozenset(shift.skills), _home(shift), shift.mode)
            for shift in shifts
        ]
        self.last: dict[int, Place | None] = {shift.worker_id: _home(shift) for shift in shifts}
        self.free: dict[int, int] = defaultdict(int)
        self.load: dict[int, int] = defaultdict(int)

    def send(self, visit: Visit, skills: frozenset[str]) -> Sent | None:
        """To who was asked for, else to the best of those who are free and able; None if nobody is."""
        wished = visit.order.wished_worker_id
        fit = [
            (self._rank(visit, one), one.worker_id, starts)
            for one in self.stretches
            if skills <= one.skills
            and (one.worker_id == wished if wished else one.worker_id != self.keeps)
            and (starts := self._starts(visit, one)) is not None
        ]
        if not fit:
            return None
        _, worker_id, starts = min(fit)
        self.free[worker_id], self.last[worker_id] = starts + visit.minutes, self.doors.get(visit.person_id)
        self.load[worker_id] += visit.minutes
        self.usual[visit.order_id] = worker_id
        return Sent(visit, worker_id, starts)

    def _rank(self, visit: Visit, one: Stretch) -> tuple[bool, int, int]:
        away = metres(self.last[one.worker_id], self.doors.get(visit.person_id))
        return self.usual.get(visit.order_id) != one.worker_id, int(away // NEAR_METRES), self.load[one.worker_id]

    def _starts(self, visit: Visit, one: Stretch) -> int | None:
        free, door = self.free[one.worker_id], self.doors.get(visit.person_id)
        home = max(0, one.way(one.home, door) - OWN_WAY_MINUTES)
        way = max(PAUSE_MINUTES, one.way(self.last[one.worker_id], door))
        ready = free + way if free > one.starts else one.starts + home
        starts = -(-max(visit.window_from, ready) // STEP_MINUTES) * STEP_MINUTES
        return starts if starts <= visit.window_until and starts + visit.minutes + home <= one.ends else None


def _home(shift: Shift) -> Place | None:
    if shift.longitude is None or shift.latitude is None:
        return None
    return float(shift.longitude), float(shift.latitude)
