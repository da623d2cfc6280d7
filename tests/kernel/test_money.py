"""Money is whole fen and never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.kernel.money import NotMoney, display_yuan, format_yuan, parse_yuan, share

FEN = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("3500", 350000), ("0.5", 50), ("¥1,234.50", 123450), (" 12.3元 ", 1230), ("-0.05", -5), ("0", 0)],
)
def test_parse_yuan_as_people_write_it(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "abc", "1.234", "1e5", "--1", ".", "NaN", "1.2.3"])
def test_parse_yuan_refuses_anything_else(text: str) -> None:
    with pytest.raises(NotMoney):
        parse_yuan(text)


@given(FEN)
def test_format_yuan_and_back(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(display_yuan(fen)) == fen


@given(st.integers(0, 10**10), st.integers(0, 100))
def test_share_rounds_half_up_and_never_exceeds(fen: int, percent: int) -> None:
    part = share(fen, percent)
    assert 0 <= part <= fen
    assert -50 < part * 100 - fen * percent <= 50


def test_share_of_an_odd_fen() -> None:
    assert share(1, 50) == 1
    assert share(101, 50) == 51
