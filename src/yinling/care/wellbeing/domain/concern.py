"""The concern score: a sum of named signals within their days. It orders a list; it decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class Weight(Protocol):
    """What a kind of signal weighs, as a pack writes it."""

    @property
    def words(self) -> str:
        """What a person reads."""

    @property
    def points(self) -> int:
        """Each time."""

    @property
    def days(self) -> int:
        """Within so many days."""

    @property
    def times_max(self) -> int:
        """Counted at most so often."""


@dataclass(frozen=True)
class Seen:
    """One signal: since when, and until when; `until` None: still so. What happened once ended on its day."""

    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Part:
    """What one kind of signal adds."""

    kind: str
    words: str
    times: int
    points: int
    last_on: date


@dataclass(frozen=True)
class Concern:
    """The score with all that made it; `points` is the sum of the parts."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(part.points for part in self.parts)


def concern(seen: Iterable[Seen], weights: Mapping[str, Weight], *, on: date) -> Concern:
    """What the signals of a person come to on a day; kinds without a weight add nothing."""
    by_kind: dict[str, list[Seen]] = {}
    for one in seen:
        weight = weights.get(one.kind)
        if weight is not None and counts(one, weight.days, on):
            by_kind.setdefault(one.kind, []).append(one)
    return Concern(tuple(_part(kind, by_kind[kind], weights[kind]) for kind in weights if kind in by_kind))


def counts(one: Seen, days: int, on: date) -> bool:
    """Whether a signal is still so, or was within the days before; one of the future is none."""
    if one.since > on:
        return False
    last = on if one.until is None else min(one.until, on)
    return last > on - timedelta(days=days)


def _part(kind: str, signals: Sequence[Seen], weight: Weight) -> Part:
    times = min(len(signals), weight.times_max)
    return Part(kind, weight.words, times, times * weight.points, max(one.since for one in signals))
