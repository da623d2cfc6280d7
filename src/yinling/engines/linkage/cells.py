"""One cell of a roster, read by the kind of its field, with a plain reason where it cannot be."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

from yinling.engines.linkage.fields import Field, Value
from yinling.engines.linkage.identity import normalise_identity
from yinling.engines.linkage.keys import plain_name
from yinling.kernel.money import NotMoney, parse_yuan

TRUE_WORDS = frozenset(["是", "有", "true", "yes", "y", "1", "1.0", "√", "✓"])
FALSE_WORDS = frozenset(["否", "无", "没有", "非", "false", "no", "n", "0", "0.0", "×"])
UNKNOWN_WORDS = frozenset(["", "-", "—", "/", "不详", "未知", "null", "none", "n/a"])
SEXES = {"男": "male", "男性": "male", "m": "male", "male": "male", "1": "male",
         "女": "female", "女性": "female", "f": "female", "female": "female", "2": "female"}  # fmt: skip
_PHONE = re.compile(r"(1\d{10}|0\d{2,3}\d{7,8}|\d{7,8})(转\d{1,6})?")
_ACCOUNT = re.compile(r"\d{8,32}")
_TEXT_LENGTH_MAX = {"name": 60, "household_id": 40}
AreaFinder = Callable[[str, str], str | None]


class Unreadable(ValueError):
    """The cell does not hold such a value; the message says why, to a person."""


def cell_text(cell: object) -> str:
    """A cell as text: dates in ISO, whole floats without their point, width made plain."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFKC", str(cell)).strip().lstrip("'")


def read_value(text: str, field: Field, *, find_area: AreaFinder) -> Value:
    """One value by the field's kind. Raises Unreadable."""
    reader = _READERS.get(field.kind, _read_text)
    if field.kind == "area":
        return _read_area(text, find_area)
    return reader(text, field)


def _read_text(text: str, field: Field) -> str:
    longest = _TEXT_LENGTH_MAX.get(field.name, 200)
    if len(text) > longest:
        raise Unreadable(f"超过 {longest} 个字")
    if "\0" in text:
        raise Unreadable("含有无法识别的字符")
    return text


def _read_name(text: str, field: Field) -> str:
    return _read_text(plain_name(text), field)


def _read_flag(text: str, field: Field) -> bool:
    word = text.lower()
    if word in TRUE_WORDS or word in field.headings:
        return True
    if word in FALSE_WORDS:
        return False
    raise Unreadable("应填“是”或“否”")


def _read_date(text: str, field: Field) -> str:
    digits = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", text.split(" ")[0].split("T")[0])
    try:
        return date(*(int(part) for part in digits.groups())).isoformat() if digits else _no_date()
    except ValueError:
        return _no_date()


def _no_date() -> str:
    raise Unreadable("不是有效日期，应为 2021-05-01 这样的写法")


def _read_money(text: str, field: Field) -> int:
    try:
        fen = parse_yuan(text)
    except NotMoney:
        raise Unreadable("不是有效金额，应为以元为单位的数字，最多两位小数") from None
    if fen < 0:
        raise Unreadable("金额不能为负数")
    return fen


def _read_integer(text: str, field: Field) -> int:
    words = {str(word): number for word, number in field.words.items()}
    if text in words:
        return words[text]
    if not re.fullmatch(r"\d{1,6}(\.0+)?", text):
        raise Unreadable("应为整数" + (f"或：{'、'.join(words)}" if words else ""))
    number = int(float(text))
    if (field.minimum is not None and number < field.minimum) or (field.maximum is not None and number > field.maximum):
        raise Unreadable(f"应在 {field.minimum} 至 {field.maximum} 之间")
    return number


def _read_sex(text: str, field: Field) -> str:
    if text.lower() not in SEXES:
        raise Unreadable("应填“男”或“女”")
    return SEXES[text.lower()]


def _read_phone(text: str, field: Field) -> str:
    plain = re.sub(r"[\s()-]", "", text).removeprefix("+86")
    if not _PHONE.fullmatch(plain):
        raise Unreadable("不是有效的电话号码")
    return plain


def _read_account(text: str, field: Field) -> str:
    plain = re.sub(r"[\s-]", "", text)
    if not _ACCOUNT.fullmatch(plain):
        raise Unreadable("银行账号应为 8 至 32 位数字；若显示为 6.2E+18，请把该列改为文本")
    return plain


def _read_identity(text: str, field: Field) -> str:
    return normalise_identity(text)


def _read_area(text: str, find_area: AreaFinder) -> str:
    code = find_area(text, "")
    if code is None:
        raise Unreadable("找不到这个区划，请填区划代码，或完整名称（如：某某街道 某某社区居委会）")
    return code


_READERS: dict[str, Callable[[str, Field], Value]] = {
    "name": _read_name,
    "boolean": _read_flag,
    "date": _read_date,
    "money": _read_money,
    "integer": _read_integer,
    "sex": _read_sex,
    "phone": _read_phone,
    "account": _read_account,
    "identity": _read_identity,
}
