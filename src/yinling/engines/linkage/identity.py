"""Resident identity numbers (GB 11643-1999): normal form, faults, what they tell.

18 characters: 6 of the division of first registration, 8 of the birth date, 3 of the sequence (odd = male), 1 check
(ISO 7064 MOD 11-2). The division may be long abolished, so it only ever draws a remark.
"""

import re
import unicodedata
from datetime import date

from stdnum.iso7064 import mod_11_2

_SHAPE = re.compile(r"\d{17}[\dX]")
_OLD_SHAPE = re.compile(r"\d{15}")
# GB/T 2260 provinces, 81 to 83 for residence permits of Hong Kong, Macao and Taiwan, 99 for invented people.
_PROVINCES = frozenset(
    str(code)
    for first, last in [(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (99, 99)]
    for code in range(first, last + 1)
)
_OLDEST = date(1880, 1, 1)


def normalise_identity(text: str) -> str:
    """Full-width signs, spaces and a small x made plain; an old 15-digit number as its 18 characters."""
    plain = re.sub(r"[\s'‘’-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _OLD_SHAPE.fullmatch(plain):
        return plain
    longer = f"{plain[:6]}19{plain[6:]}"
    return longer + mod_11_2.calc_check_digit(longer)


def identity_fault(number: str, *, on: date) -> str:
    """Why a normal-form number cannot be one, in plain words; empty if it can."""
    if not _SHAPE.fullmatch(number):
        return "身份证号应为18位数字（末位可为X）或15位旧号"
    if birth_date_of(number) is None:
        return f"身份证号中的出生日期（{number[6:14]}）不存在"
    if not _OLDEST <= date.fromisoformat(number[6:14]) <= on:
        return f"身份证号中的出生日期（{number[6:14]}）不合理"
    if not mod_11_2.is_valid(number):
        return "身份证号校验码不正确，请核对是否录错"
    return ""


def identity_remark(number: str) -> str:
    """A doubt that does not keep a valid number out; empty if there is none."""
    return "" if number[:2] in _PROVINCES else f"身份证号前两位（{number[:2]}）不是现行省级代码，请核对"


def birth_date_of(number: str) -> date | None:
    """The birth date inside a number of 18 characters; None if there is no such day."""
    try:
        return date.fromisoformat(number[6:14])
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """`male` or `female` by the sequence's last digit."""
    return "male" if int(number[16]) % 2 else "female"
