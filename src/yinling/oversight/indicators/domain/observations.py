"""Reads rows of observations as people send them: codes or names, numbers or 是/否, each fault named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from yinling.kernel.area import NotAnArea, contains, normalise
from yinling.oversight.indicators.domain.targets import Measure
from yinling.oversight.indicators.domain.verdicts import Figure

COLUMNS = {
    "indicator": "指标",
    "area": "区划",
    "numerator": "分子",
    "denominator": "分母",
    "value": "数值",
}
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00:00)?")
_DONE = {"是": 1, "完成": 1, "已完成": 1, "true": 1, "1": 1, "1.0": 1}
_NOT_DONE = {"否": 0, "未完成": 0, "false": 0, "0": 0, "0.0": 0}


class FaultyField(ValueError):
    """A row that cannot be used: the field and the reason in Chinese."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.field, self.reason = name, reason


@dataclass(frozen=True)
class Reject:
    """A row left out: its number in the file, the field and why."""

    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Gazetteer:
    """Names of all known areas, and the area whose indicators these are."""

    names: Mapping[str, str]
    top: str

    def find(self, text: str) -> str:
        """The code of an area given as a code, zero-padded or not, or by a name that is unique within `top`."""
        code = self._code(text) if text.isascii() and text.isdigit() else self._named(text)
        if not contains(self.top, code):
            raise FaultyField("area", f"“{text}”不在{self.names.get(self.top, self.top)}范围内")
        return code

    def _code(self, text: str) -> str:
        try:
            code = normalise(text)
        except NotAnArea:
            raise FaultyField("area", f"“{text}”不是区划代码") from None
        if code not in self.names:
            raise FaultyField("area", f"区划表中没有代码“{text}”")
        return code

    def _named(self, text: str) -> str:
        found = [code for code, name in self.names.items() if name == text]
        inside = [code for code in found if contains(self.top, code)]
        if not found:
            raise FaultyField("area", f"区划表中没有“{text}”")
        if len(inside) > 1:
            raise FaultyField("area", f"名为“{text}”的区划有{len(inside)}个，请填代码")
        return (inside or found)[0]


@dataclass
class Observations:
    """Figures by indicator and area, and the rows that were left out."""

    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)


def read(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    measures: Mapping[str, Measure],
    named: Mapping[str, str],
    gazetteer: Gazetteer,
    until: date,
) -> Observations:
    """The figures of numbered rows. `named`: indicator ids by other names for them. A milestone given as a date is done
    if it lies before `until`. Of several rows on one indicator and area none counts: nobody can tell which is right."""
    found = Observations()
    taken: dict[tuple[str, str], list[tuple[int, Figure]]] = {}
    for number, cells in rows:
        try:
            measure = _measure(cells.get("indicator", ""), measures, named)
            area = _area(cells.get("area", ""), gazetteer)
            taken.setdefault((measure.id, area), []).append((number, figure_of(measure, cells, until)))
        except FaultyField as fault:
            found.rejects.append(Reject(number, fault.field, fault.reason))
    for (indicator, area), entries in taken.items():
        if len(entries) == 1:
            found.figures.setdefault(indicator, {})[area] = entries[0][1]
        else:
            found.rejects += _repeated([number for number, _ in entries])
    found.rejects.sort(key=lambda reject: reject.row)
    return found


def _repeated(numbers: list[int]) -> list[Reject]:
    where = "、".join(str(number) for number in numbers[:5])
    return [
        Reject(number, "area", f"同一指标、同一区划重复（第 {where} 行），无法判断以哪一行为准") for number in numbers
    ]


def _measure(text: str, measures: Mapping[str, Measure], named: Mapping[str, str]) -> Measure:
    if not text.strip():
        raise FaultyField("indicator", "没有填指标")
    wanted = text.strip()
    by_code = {code.upper(): measure for code, measure in measures.items()}
    measure = by_code.get(wanted.upper()) or measures.get(named.get(wanted, ""))
    if measure is None:
        raise FaultyField("indicator", f"没有名为“{wanted}”的指标")
    return measure


def _area(text: str, gazetteer: Gazetteer) -> str:
    if not text.strip():
        raise FaultyField("area", "没有填区划")
    return gazetteer.find(text.strip().removesuffix(".0"))


def figure_of(measure: Measure, cells: Mapping[str, str], until: date) -> Figure:
    """The figure that the cells of one row mean for a measure. Raises FaultyField."""
    if measure.is_share:
        return _share(measure, cells)
    name = "value" if cells.get("value", "").strip() else "numerator"
    text = cells.get(name, "").strip()
    return Figure(_done(text, name, until) if measure.kind == "milestone" else _count(text, name))


def _share(measure: Measure, cells: Mapping[str, str]) -> Figure:
    numerator = parse_number(cells.get("numerator", ""), "numerator")
    denominator = parse_number(cells.get("denominator", ""), "denominator")
    if numerator is None and denominator is None and cells.get("value", "").strip():
        raise FaultyField("value", "比例指标要填分子和分母，不能只填数值")
    if measure.kind == "rate" and numerator is not None and denominator is not None and numerator > denominator:
        raise FaultyField("numerator", "分子大于分母")
    return Figure(numerator, denominator)


def _count(text: str, name: str) -> Fraction | None:
    number = parse_number(text, name)
    if number is not None and number.denominator != 1:
        raise FaultyField(name, f"“{text}”不是整数")
    return number


def parse_number(text: str, name: str) -> Fraction | None:
    """A number not below zero, exactly; None for an empty cell. Raises FaultyField."""
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise FaultyField(name, f"“{text.strip()}”不是数字")
    if plain.startswith("-"):
        raise FaultyField(name, f"“{text.strip()}”是负数")
    return Fraction(plain)


def _done(text: str, name: str, until: date) -> Fraction | None:
    plain = text.lower()
    if not plain:
        return None
    if plain in _DONE or plain in _NOT_DONE:
        return Fraction(_DONE.get(plain, 0))
    if match := _DATE.fullmatch(plain):
        try:
            return Fraction(date(*(int(part) for part in match.groups()[:3])) < until)
        except ValueError:
            raise FaultyField(name, f"“{text}”不是真实的日期") from None
    raise FaultyField(name, f"“{text}”不能读作完成与否（是、否或完成日期）")
