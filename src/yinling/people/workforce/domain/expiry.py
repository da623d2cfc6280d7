"""How soon a certificate runs out: noticed 60 days ahead, urgent 30 days ahead, expired after its last day."""

from dataclasses import dataclass
from datetime import date

NOTICE_DAYS = 60
URGENT_DAYS = 30
EXPIRED, URGENT, NOTICED, IN_FORCE = "expired", "urgent", "noticed", "in_force"


@dataclass(frozen=True)
class Certificate:
    """A certificate as the rules see it; `valid_until` is the last day it holds, None for good."""

    kind: str
    issued_on: date
    valid_until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.issued_on <= on and (self.valid_until is None or on <= self.valid_until)


def stage(valid_until: date | None, on: date) -> str:
    """`expired`, `urgent` (30 days or fewer left), `noticed` (60 or fewer) or `in_force`."""
    if valid_until is None:
        return IN_FORCE
    left = (valid_until - on).days
    if left < 0:
        return EXPIRED
    if left <= URGENT_DAYS:
        return URGENT
    return NOTICED if left <= NOTICE_DAYS else IN_FORCE


def words(valid_until: date | None, on: date) -> str:
    """`已过期 3 天`, `还有 12 天到期`, `长期有效`, `有效`."""
    if valid_until is None:
        return "长期有效"
    left = (valid_until - on).days
    if left < 0:
        return f"已过期 {-left} 天"
    if stage(valid_until, on) == IN_FORCE:
        return "有效"
    return f"还有 {left} 天到期" if left else "今天到期"
