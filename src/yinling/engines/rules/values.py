"""Values of facts from what people type: 是/否, dates, yuan, levels in words, area codes and names."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from yinling.engines.rules.facts import Fact
from yinling.kernel.area import NotAnArea, ancestors, normalise
from yinling.kernel.money import NotMoney, parse_yuan

YES = frozenset({"是", "true", "1", "yes", "y", "t", "有", "真"})
NO = frozenset({"否", "false", "0", "no", "n", "f", "无", "假"})
YEAR_MIN, YEAR_MAX = 1880, 2200

_DATES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_INTEGER = re.compile(r"[+-]?\d{1,9}(?:\.0+)?")
_PARTS = re.compile(r"[^（）]+")
_LEVEL_SUFFIX = re.compile(r"级$")

AreaNames = Mapping[str, str]


class BadValue(ValueError):
    """The text is not a value of the fact; the message is the reason in Chinese."""


def parse_value(fact: Fact, text: str, areas: AreaNames | None = None) -> Any:
    """The value of `fact` that `text` means; money in fen. `areas` maps names to codes. Raises BadValue."""
    plain = text.strip()
    if fact.type == "boolean":
        return parse_boolean(plain)
    if fact.type == "date":
        return parse_date(plain)
    if fact.type == "money":
        return parse_money(plain)
    if fact.type == "integer":
        return _parse_integer(fact, plain)
    return parse_area(plain, areas or {}) if fact.type == "area" else plain


def parse_boolean(text: str) -> bool:
    """是/否, true/false, 1/0, yes/no. Raises BadValue."""
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    raise BadValue(f"“{text}”不是“是”或“否”")


def parse_date(text: str) -> date:
    """2021-05-01, 2021/5/1, 2021.5.1, 2021年5月1日 or 20210501. Raises BadValue."""
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _real_date(text, *(int(part) for part in match.groups()))
    raise BadValue(f"“{text}”不是日期，应写成 2021-05-01")


def _real_date(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as fault:
        raise BadValue(f"“{text}”这一天不存在") from fault
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise BadValue(f"“{text}”的年份不可信")
    return found


def parse_money(text: str) -> int:
    """Fen, not negative. Raises BadValue."""
    try:
        fen = parse_yuan(text)
    except NotMoney as fault:
        raise BadValue(f"“{text}”不是金额，应是以元计、最多两位小数的数") from fault
    if fen < 0:
        raise BadValue(f"金额不能是负数：{text}")
    return fen


def _parse_integer(fact: Fact, text: str) -> int:
    # A level is known by its whole word, and by either part of “三级（高级工）”.
    words = {part: number for word, number in fact.words.items() for part in (word, *_PARTS.findall(word))}
    if text in words:
        number = words[text]
    else:
        digits = _LEVEL_SUFFIX.sub("", text)
        if not _INTEGER.fullmatch(digits):
            raise BadValue(f"“{text}”不是整数")
        number = int(float(digits))
    low, high = fact.minimum, fact.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise BadValue(f"{fact.label}“{text}”不在 {low} 到 {high} 之间")
    return number


def parse_area(text: str, areas: AreaNames) -> str:
    """Significant digits of an area code, or the code of an area's name. Raises BadValue."""
    if text in areas:
        return areas[text]
    try:
        return normalise(text.removesuffix(".0"))
    except NotAnArea as fault:
        raise BadValue(f"“{text}”不是区划代码（6、9 或 12 位），也不是可以唯一认定的区划名称") from fault


def area_names(divisions: Mapping[str, str]) -> dict[str, str]:
    """Names that mean one area only, alone or after the names of the areas around it, as codes."""
    codes: dict[str, set[str]] = {}
    for code in divisions:
        name = ""
        for around in ancestors(code):
            name = divisions.get(around, "") + name
            codes.setdefault(name, set()).add(code)
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


def date_of(number: int) -> date:
    """The date that columns hold as `yyyymmdd`."""
    return date(number // 10000, number // 100 % 100, number % 100)
