"""What an indicator measures and which target binds an area in a year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from yinling.kernel.area import LEVELS, contains, level

SHARES = frozenset({"rate", "ratio"})
LASTING = frozenset({"cumulative", "milestone"})
_DIGITS = {name: digits for digits, name in LEVELS.items()}


@dataclass(frozen=True)
class Measure:
    """One indicator as far as a verdict needs it.

    `kind`: rate (percent), ratio (plain quotient), count, cumulative, milestone (1 = done).
    `target_level`: the level of area that a target binds, `any` = each area by itself.
    `is_stock`: what stands at the end of a period, not what happened within it (X-36).
    `hold_after`: the last stated target goes on holding in years without one, although it is no stock (X-32).
    """

    id: str
    kind: str
    operator: str = ">="
    target_level: str = "any"
    is_stock: bool = False
    hold_after: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the figure has a denominator."""
        return self.kind in SHARES

    @property
    def holds(self) -> bool:
        """What stands or is done must be kept after the last target; a year's quantity need not (X-32, X-33)."""
        return self.hold_after or self.is_stock or self.kind in LASTING


@dataclass(frozen=True)
class Target:
    """One cell of a table of targets. `value` None = blank in the document; percent for rates; `printed` as printed.

    `is_held_over_blank`: an earlier year's target that goes on where the document left this year's cell blank; it can
    be met, but a blank cell is never shown as failed (X-31, X-32, X-33).
    """

    area: str
    year: int
    value: Fraction | None
    printed: str = ""
    note: str = ""
    clause: str = ""
    is_held_over_blank: bool = False


def binds(measure: Measure, area: str) -> bool:
    """Whether an area of this level can have a verdict of its own: it is not smaller than the level a target binds."""
    return measure.target_level == "any" or _DIGITS[level(area)] <= _DIGITS[measure.target_level]


def judged_by_parts(measure: Measure, area: str) -> bool:
    """Whether the verdict of `area` is that every area of the binding level within it meets the target."""
    return measure.target_level != "any" and _DIGITS[level(area)] < _DIGITS[measure.target_level]


def target_in_force(measure: Measure, cells: Iterable[Target], *, area: str, year: int) -> Target | None:
    """The target that binds `area` in `year`; None if there is none, a blank cell that is not held included (X-31).

    A rate, a milestone or a figure per area of a level takes the target of the nearest area around it; the number of a
    larger area says nothing of how many a town must have.
    """
    row = _rows_that_bind(measure, list(cells), area)
    stated = [cell for cell in row if cell.value is not None and cell.year <= year]
    if not stated:
        return None
    last = max(stated, key=lambda cell: cell.year)
    if last.year == year or not measure.holds:
        return last if last.year == year else None
    return replace(last, is_held_over_blank=any(cell.year == year for cell in row))


def _rows_that_bind(measure: Measure, cells: list[Target], area: str) -> list[Target]:
    inherits = measure.is_share or measure.kind == "milestone" or measure.target_level == level(area)
    around = {cell.area for cell in cells if cell.area == area or (inherits and contains(cell.area, area))}
    nearest = max(around, key=len, default=None)
    return [cell for cell in cells if cell.area == nearest]
