"""Rosters of invented people for tests."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from stdnum.iso7064 import mod_11_2

HEADERS = ["姓名", "身份证号", "居住区划", "低保", "月收入", "电话", "户编号"]


def number(serial: int) -> str:
    """An invented identity number; the division 999999 belongs to nobody."""
    born = date(1930, 1, 1) + timedelta(days=serial % 9000)
    body = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    return body + mod_11_2.calc_check_digit(body)


def row(serial: int, **changes: str) -> list[str]:
    """One row."""
    cells = dict(
        zip(
            HEADERS,
            [f"甲{serial}", number(serial), "310118001001", "否", "3000.00", f"138{serial:08d}", f"H{serial // 2}"],
            strict=True,
        )
    )
    return [(cells | changes)[header] for header in HEADERS]


def csv_of(rows: Sequence[Sequence[str]], headers: Sequence[str] = HEADERS) -> bytes:
    """As a file."""
    return "\n".join(_lines([headers, *rows])).encode() + b"\n"


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (",".join(cells) for cells in rows)
