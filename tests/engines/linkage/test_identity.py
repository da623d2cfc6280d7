"""Identity numbers: check digit, dates, old form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.linkage.identity import (
    birth_date_of,
    identity_fault,
    identity_remark,
    normalise_identity,
    sex_of,
)

TODAY = date(2026, 3, 2)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
births = st.dates(date(1900, 1, 1), date(1999, 12, 31))


def check_by_weights(first17: str) -> str:
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


@given(births, st.integers(0, 999))
def test_accept_every_number_whose_check_follows_the_weights(born: date, sequence: int) -> None:
    body = f"999999{born:%Y%m%d}{sequence:03d}"
    number = body + check_by_weights(body)
    assert identity_fault(number, on=TODAY) == ""
    assert birth_date_of(number) == born
    assert sex_of(number) == ("male" if sequence % 2 else "female")


@given(births, st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_refuse_any_one_wrong_digit(born: date, sequence: int, place: int, shift: int) -> None:
    body = f"999999{born:%Y%m%d}{sequence:03d}"
    number = body + check_by_weights(body)
    digit = "0" if number[place] == "X" else str((int(number[place]) + shift) % 10)
    assert identity_fault(number[:place] + digit + number[place + 1 :], on=TODAY)


@given(births, st.integers(0, 999))
def test_lengthen_an_old_number_to_a_valid_one(born: date, sequence: int) -> None:
    number = normalise_identity(f"999999{born:%y%m%d}{sequence:03d}")
    assert len(number) == 18
    assert identity_fault(number, on=TODAY) == ""
    assert birth_date_of(number) == born


@pytest.mark.parametrize(
    "written", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_normalise_however_it_is_written(written: str) -> None:
    assert normalise_identity(written) == "11010519491231002X"
    assert identity_fault("11010519491231002X", on=TODAY) == ""


@pytest.mark.parametrize("number", ["", "123", "99999919400230001X", "999999300001010016", "99999919400229001A"])
def test_refuse_what_is_no_number(number: str) -> None:
    assert identity_fault(number, on=TODAY)


def test_only_remark_an_unknown_province() -> None:
    body = "10000019500101001"
    number = body + check_by_weights(body)
    assert identity_fault(number, on=TODAY) == ""
    assert "省级" in identity_remark(number)
    assert identity_remark("999999194002290010") == ""
