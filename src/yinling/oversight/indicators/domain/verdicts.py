"""Whether one figure meets one target, in exact arithmetic: 79 of 100 against 80 % is not met, 80 of 100 is."""

import operator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from yinling.oversight.indicators.domain.targets import Measure, Target

COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq}


class Verdict(StrEnum):
    """`no_target`: nothing was asked for that year. `no_data`: something was asked, the figure is unknown."""

    MET = "met"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Figure:
    """What was observed or added up; None = unknown. Counts and milestones have a numerator only."""

    numerator: Fraction | None = None
    denominator: Fraction | None = None


def is_known(measure: Measure, figure: Figure) -> bool:
    """Whether the figure can be compared; a share over zero cannot."""
    return figure.numerator is not None and (not measure.is_share or bool(figure.denominator))


def judge(measure: Measure, figure: Figure, target: Target | None) -> Verdict:
    """The verdict on a figure. Without a target there is none to miss, whatever the figure (X-31)."""
    if target is None or target.value is None:
        return Verdict.NO_TARGET
    if figure.numerator is None or not is_known(measure, figure):
        return Verdict.NO_TARGET if target.is_held_over_blank else Verdict.NO_DATA
    if COMPARE[measure.operator](figure.numerator * _scale(measure), target.value * _base(measure, figure)):
        return Verdict.MET
    return Verdict.NO_TARGET if target.is_held_over_blank else Verdict.NOT_MET


def _scale(measure: Measure) -> int:
    return 100 if measure.kind == "rate" else 1


def _base(measure: Measure, figure: Figure) -> Fraction:
    return (figure.denominator or Fraction(0)) if measure.is_share else Fraction(1)


def judge_whole(parts: list[Verdict]) -> Verdict:
    """The verdict of an area judged by its parts, of which at least one: all that have a target must meet it; an
    unknown part decides nothing if another fails."""
    for verdict in (Verdict.NOT_MET, Verdict.NO_DATA, Verdict.MET):
        if verdict in parts:
            return verdict
    return Verdict.NO_TARGET


def percent_text(measure: Measure, figure: Figure) -> str:
    """The share in percent (a ratio as it is) with two decimals, rounded half up; empty for counts and unknowns."""
    if not measure.is_share or figure.numerator is None or not figure.denominator:
        return ""
    hundredths = figure.numerator / figure.denominator * 100 * _scale(measure)
    whole = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    return f"{whole // 100}.{whole % 100:02d}"


def number_text(number: Fraction | None) -> str:
    """A number as written: `91`, `12.5`; empty for an unknown. Denominators other than 2ⁿ5ᵐ do not occur in figures."""
    if number is None:
        return ""
    if number.denominator == 1:
        return str(number.numerator)
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    shifted = abs(number * 10**digits).numerator
    sign = "-" if number < 0 else ""
    return f"{sign}{shifted // 10**digits}.{shifted % 10**digits:0{digits}d}"
