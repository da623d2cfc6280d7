"""Figures and verdicts for every area given and each above it: sums of numerators and denominators, never means."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yinling.kernel.area import ancestors, contains, level, parent
from yinling.oversight.indicators.domain.targets import Measure, Target, binds, judged_by_parts, target_in_force
from yinling.oversight.indicators.domain.verdicts import Figure, Verdict, is_known, judge, judge_whole


@dataclass(frozen=True)
class Total:
    """An area's figure. `summed` is the sum of the areas below where the area's own figure differs from it; `lacking`
    names the areas whose figure was asked for and is unknown, so that the sum is unknown too."""

    figure: Figure
    summed: Figure | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One area's total, the target that binds it, and the verdict."""

    area: str
    total: Total
    target: Target | None
    verdict: Verdict

    @property
    def figure(self) -> Figure:
        """The area's figure."""
        return self.total.figure


def lines(measure: Measure, cells: Sequence[Target], given: Mapping[str, Figure], *, top: str, year: int) -> list[Line]:
    """A line for each area of `given` and each area above it up to `top`, from the top down."""
    totals = totals_up_to(measure, given, top=top)
    found: dict[str, Line] = {}
    for area in sorted(totals, reverse=True):
        target = target_in_force(measure, cells, area=area, year=year) if binds(measure, area) else None
        found[area] = Line(area, totals[area], target, Verdict.NO_DATA)
        found[area] = Line(area, totals[area], target, _verdict(measure, found, area))
    return [found[area] for area in sorted(found)]


def totals_up_to(measure: Measure, given: Mapping[str, Figure], *, top: str) -> dict[str, Total]:
    """The total of each area of `given` and each area above it up to `top`.

    An area's own figure wins over the sum of the areas below it; a sum that lacks a part is unknown, not smaller.
    """
    areas = {up for area in given for up in ancestors(area) if contains(top, up)}
    totals: dict[str, Total] = {}
    below: dict[str, list[str]] = defaultdict(list)
    for area in sorted(areas, key=lambda code: (-len(code), code)):
        totals[area] = _total(measure, given.get(area), {part: totals[part] for part in below[area]}, area)
        below[parent(area)].append(area)
    return totals


def _total(measure: Measure, own: Figure | None, parts: Mapping[str, Total], area: str) -> Total:
    if own is not None and is_known(measure, own):
        summed = _sum(measure, parts)
        differs = is_known(measure, summed) and summed != own
        return Total(own, summed if differs else None)
    if not parts:
        return Total(own or Figure(), lacking=() if own and _is_empty_share(own) else (area,))
    return Total(_sum(measure, parts), lacking=tuple(name for total in parts.values() for name in total.lacking))


def _sum(measure: Measure, parts: Mapping[str, Total]) -> Figure:
    if not parts or any(total.lacking for total in parts.values()):
        return Figure()
    figures = [total.figure for total in parts.values()]
    numerators = [figure.numerator or Fraction(0) for figure in figures]
    if measure.kind == "milestone":
        return Figure(min(numerators))
    if not measure.is_share:
        return Figure(sum(numerators, Fraction(0)))
    return Figure(sum(numerators, Fraction(0)), sum((f.denominator or Fraction(0) for f in figures), Fraction(0)))


def _is_empty_share(figure: Figure) -> bool:
    return figure.denominator == 0 and not figure.numerator


def _verdict(measure: Measure, found: Mapping[str, Line], area: str) -> Verdict:
    line = found[area]
    if not judged_by_parts(measure, area):
        return judge(measure, line.figure, line.target)
    parts = [
        other.verdict for code, other in found.items() if contains(area, code) and level(code) == measure.target_level
    ]
    return judge_whole(parts) if parts else _verdict_from_total(measure, line)


def _verdict_from_total(measure: Measure, line: Line) -> Verdict:
    """What the total alone shows of the parts: below the least that one part must have, some part surely fails; below
    the most that one part may have, all surely keep it."""
    verdict = judge(measure, line.figure, line.target)
    unproven = Verdict.MET if measure.operator in (">=", ">") else Verdict.NOT_MET
    return Verdict.NO_DATA if verdict is unproven else verdict
