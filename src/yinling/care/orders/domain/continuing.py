"""Which visits that were expected are wanted again when a plan is changed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Coming:
    """Somebody is to come on a day: `id` is that of the visit, or of the order that asks. Minutes from midnight."""

    id: int
    on: date
    service_code: str
    carers: int
    window_from: int
    window_until: int

    def is_like(self, other: "Coming") -> bool:
        """The same help on the same day by as many."""
        mine, others = (self.on, self.service_code, self.carers), (other.on, other.service_code, other.carers)
        return mine == others

    def minutes_from(self, other: "Coming") -> int:
        """How far the two windows lie apart; 0: one window."""
        return abs(self.window_from - other.window_from) + abs(self.window_until - other.window_until)


def continued(expected: Iterable[Coming], wanted: Iterable[Coming]) -> dict[int, Coming]:
    """By visit that was expected, what wants it again: what is alike and nearest in time, each once."""
    asked = list(wanted)
    pairs = [(one.minutes_from(each), one.id, each.id, each) for one in expected for each in asked if one.is_like(each)]
    found: dict[int, Coming] = {}
    taken: set[Coming] = set()
    for _minutes, visit_id, _order_id, each in sorted(pairs, key=lambda pair: pair[:3]):
        if visit_id not in found and each not in taken:
            found[visit_id] = each
            taken.add(each)
    return found
