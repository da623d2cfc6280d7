"""The monthly rate: of those who count, how many were visited at least once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """People who count, and those of them who were visited; a person counts once."""

    people: int
    visited: int

    @property
    def percent(self) -> float | None:
        """None where nobody counts: no rate is neither 0 nor 100."""
        return 100 * self.visited / self.people if self.people else None

    @property
    def words(self) -> str:
        """`79%`, `66.6%`, cut and never rounded up to what was not reached; — where nobody counts."""
        if not self.people:
            return "—"
        whole, tenth = divmod(self.visited * 1000 // self.people, 10)
        return f"{whole}.{tenth}%" if tenth else f"{whole}%"

    @property
    def missing(self) -> int:
        """Those not yet visited."""
        return self.people - self.visited

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.people + other.people, self.visited + other.visited)


def monthly_rate(counted: Iterable[int], visited: Iterable[int]) -> Rate:
    """From person numbers: visits of one person twice are one, visits of people who do not count are none."""
    people = set(counted)
    return Rate(len(people), len(people & set(visited)))
