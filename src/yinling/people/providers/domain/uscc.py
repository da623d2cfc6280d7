"""Unified social credit codes (GB 32100-2015): normal form and faults.

18 characters: registering department, kind of entity, 6 of the division, 9 of the organisation code (GB 11714, with a
check of its own), 1 check. The first characters may be letters, so stdnum's check, which wants digits, is not used.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0X987654321"  # c = 11 − sum mod 11, 10 as X, 11 as 0


def normalise_uscc(text: str) -> str:
    """Without spaces and width, in capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def uscc_fault(code: str) -> str:
    """Why a normal-form code cannot be one, in plain words; empty if it can."""
    if len(code) != 18:
        return "统一社会信用代码应为18位"
    if strange := sorted(set(code) - set(ALPHABET)):
        return f"统一社会信用代码中不会有：{'、'.join(strange)}"
    if code[17] != check_character(code[:17]):
        return "统一社会信用代码校验码不正确，请核对是否录错"
    return ""


def uscc_remark(code: str) -> str:
    """A doubt that does not keep a valid code out: old codes may carry a wrong inner check. Empty if none."""
    wrong = code[16] != organisation_check(code[8:16])
    return "其中的组织机构代码校验码不符，请核对" if wrong else ""


def check_character(first17: str) -> str:
    """The last character, from the 17 before it."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(first8: str) -> str:
    """The ninth character of an organisation code."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return _ORGANISATION_CHECKS[total % 11]
