"""What a pack asks for, in the terms of the verdicts: measures, cells of targets, names of areas. Needs no database."""

from fractions import Fraction
from functools import cache

from yinling.gateways.policy import reading, shapes
from yinling.gateways.policy.lines import read_rows
from yinling.gateways.policy.root import policy_root
from yinling.oversight.indicators.domain.observations import Gazetteer
from yinling.oversight.indicators.domain.targets import Measure, Target
from yinling.oversight.indicators.domain.verdicts import number_text

MILESTONE_UNIT = "项"


def measure_of(indicator: shapes.Indicator) -> Measure:
    """An indicator as far as a verdict needs it."""
    return Measure(
        id=indicator.id,
        kind=indicator.kind,
        operator=indicator.operator,
        target_level=indicator.target_level,
        is_stock=indicator.period == "stock",
        hold_after=indicator.hold_after,
    )


def measures(pack: str) -> dict[str, Measure]:
    """The measures of a pack by id, in the order of the document."""
    return {name: measure_of(indicator) for name, indicator in reading.load_indicators(pack).items()}


def targets(pack: str) -> dict[str, list[Target]]:
    """The cells of each indicator's row in the table of targets."""
    cells: dict[str, list[Target]] = {name: [] for name in reading.load_indicators(pack)}
    for target in reading.load_targets(pack):
        cells[target.indicator].append(_cell(target))
    return cells


def _cell(target: shapes.Target) -> Target:
    value = None if target.value is None else Fraction(target.value)
    return Target(target.area, target.year, value, target.printed, target.note, target.clause)


def gazetteer(pack: str) -> Gazetteer:
    """All areas of the national table, and the area of the pack."""
    return Gazetteer(_division_names(), reading.load_pack(pack).area)


@cache
def _division_names() -> dict[str, str]:
    rows = read_rows(policy_root() / reading.NATIONAL / "divisions.csv")
    return {row["code"]: row["name"] for row in rows}


def indicator_names(pack: str) -> dict[str, str]:
    """Indicator ids by their Chinese name."""
    return {indicator.name: name for name, indicator in reading.load_indicators(pack).items()}


def units(pack: str) -> dict[str, str]:
    """What each indicator is counted in."""
    return {name: indicator.unit for name, indicator in reading.load_indicators(pack).items()}


def target_text(target: Target | None, unit: str) -> str:
    """A target as the document prints it: `80%`, `1所`; a milestone in its words; empty where there is none."""
    if target is None or target.value is None:
        return ""
    return target.printed if unit == MILESTONE_UNIT else f"{number_text(target.value)}{unit}"
