"""Invented people have numbers that check, each their own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.linkage.identity import identity_fault, sex_of
from yinling.project.demo.people import identity_number

BORN = date(1941, 5, 20)


@given(st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.integers(0, 499), st.booleans())
def test_a_number_has_no_fault(birth, sequence, is_woman) -> None:
    number = identity_number(birth, sequence, is_woman=is_woman)
    assert identity_fault(number, on=date(2026, 1, 1)) == ""
    assert (sex_of(number) == "female") is is_woman


@pytest.mark.parametrize("sequence", [-1, 500])
def test_a_day_has_no_more_numbers_than_a_card_has_room_for(sequence) -> None:
    with pytest.raises(ValueError, match=f"sequence {sequence}"):
        identity_number(BORN, sequence, is_woman=True)
