"""Who takes rows: the door through which a register above says what a row means and where it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from yinling.engines.linkage.cells import AreaFinder
from yinling.engines.linkage.fields import Field
from yinling.engines.linkage.rows import Fault, RosterRow
from yinling.kernel.actor import Actor
from yinling.people.rosters.models import Source


@dataclass(frozen=True)
class Origin:
    """Where rows come from, and who brings them; `scope` bounds whose rows may be touched."""

    source: Source
    reported_on: date
    scope: str
    by: Actor
    at: datetime
    batch_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a chunk comes to: counts by word, faults, and its rows masked for a page."""

    counts: dict[str, int]
    faults: Sequence[Fault]
    lines: Sequence[dict[str, str]] = ()


class Taker(Protocol):
    """What a register answers about rows."""

    def fields(self) -> Mapping[str, Field]:
        """The fields that a column may hold."""
        ...

    def area_finder(self) -> AreaFinder:
        """Finds places as rosters write them."""
        ...

    def preview(self, rows: Sequence[RosterRow], origin: Origin) -> Outcome:
        """What storing would do."""
        ...

    def store(self, rows: Sequence[RosterRow], origin: Origin) -> Outcome:
        """Stores the rows inside the caller's transaction."""
        ...


_takers: list[Taker] = []


def take_with(taker: Taker) -> None:
    """Names who takes rows; told once by the wiring."""
    _takers[:] = [taker]


def taker() -> Taker:
    """Who takes rows."""
    return _takers[0]
