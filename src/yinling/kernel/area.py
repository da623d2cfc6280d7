"""Area codes (统计用区划代码): levels, containment, ranges.

A code is kept as its significant digits: 2 province, 4 city, 6 county, 9 town, 12 village. Containment is a prefix.
Source: the statistical code, 12 digits = 6 (GB/T 2260) + 3 town + 3 village.
"""

LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}


class NotAnArea(ValueError):
    """The text is not a division code."""


def normalise(text: str) -> str:
    """Significant digits of a code that may be zero-padded: `990123000000` → `990123`. Raises NotAnArea."""
    code = text.strip()
    if not code.isascii() or not code.isdigit():
        raise NotAnArea(text)
    if len(code) == 12:
        if code.endswith("000"):
            code = code[:9]
        if len(code) == 9 and code.endswith("000"):
            code = code[:6]
    if len(code) == 6 and code.endswith("00"):
        code = code[:4]
        if code.endswith("00"):
            code = code[:2]
    if len(code) not in LEVELS:
        raise NotAnArea(text)
    return code


def level(code: str) -> str:
    """`province`, `city`, `county`, `town` or `village`."""
    return LEVELS[len(code)]


def parent(code: str) -> str:
    """The code one level up; the empty string above a province."""
    shorter = [digits for digits in LEVELS if digits < len(code)]
    return code[: max(shorter)] if shorter else ""


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer` or is it. The empty code contains everything."""
    return inner.startswith(outer)


def ancestors(code: str) -> list[str]:
    """The code itself and every code above it, lowest first."""
    return [code[:digits] for digits in sorted(LEVELS, reverse=True) if digits <= len(code)]


def code_range(code: str) -> tuple[str, str]:
    """Half-open text range [from, until) that holds the area and all within: one indexed comparison.

    "" is everywhere, "-" is nowhere. Digits only, so that every database collation sorts it alike.
    """
    if code == "-":
        return ("", "")
    if not code.strip("9"):  # everywhere, or nines that have no next number of the same length
        return (code, "9" * 13)
    return (code, str(int(code) + 1))
