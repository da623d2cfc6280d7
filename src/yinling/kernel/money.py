"""Money as integer fen (分): parsing, printing, shares."""

import re

_YUAN = re.compile(r"-?\d{1,13}(\.\d{1,2})?")


class NotMoney(ValueError):
    """The text is not an amount of yuan with at most two decimals."""


def parse_yuan(text: str) -> int:
    """Fen in a text of yuan: `3500`, `3500.5`, `3,500.00`, `¥3500`; bounds ±10¹³ yuan. Raises NotMoney."""
    plain = text.strip().lstrip("¥￥").replace(",", "").replace("，", "").removesuffix("元").strip()
    if not _YUAN.fullmatch(plain):
        raise NotMoney(text)
    yuan, _, decimals = plain.partition(".")
    fen = abs(int(yuan)) * 100 + int((decimals + "00")[:2])
    return -fen if plain.startswith("-") else fen


def format_yuan(fen: int) -> str:
    """Yuan with two decimals and no separators, as machines read it: `3500.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def display_yuan(fen: int) -> str:
    """Yuan as people read it: `3,500.00 元`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d} 元"


def share(fen: int, percent: int) -> int:
    """`percent` of `fen`, rounded half up to the fen. Both ≥ 0."""
    return (fen * percent + 50) // 100
