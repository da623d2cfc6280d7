"""Containment is a prefix, a scope is one range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.kernel.area import LEVELS, NotAnArea, ancestors, code_range, contains, level, normalise, parent

CODES = st.sampled_from(sorted(LEVELS)).flatmap(lambda digits: st.text("123456789", min_size=digits, max_size=digits))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("310000000000", "31"),
        ("310100000000", "3101"),
        ("310118000000", "310118"),
        ("310118001000", "310118001"),
        ("310118001001", "310118001001"),
        ("310118", "310118"),
        ("310000", "31"),
        ("310100", "3101"),
        (" 31 ", "31"),
    ],
)
def test_normalise_padded_codes(text: str, code: str) -> None:
    assert normalise(text) == code


@pytest.mark.parametrize("text", ["", "310", "31011", "青浦区", "3101180010011", "31011８"])
def test_normalise_refuses_what_is_no_code(text: str) -> None:
    with pytest.raises(NotAnArea):
        normalise(text)


@given(CODES, CODES)
def test_range_holds_exactly_what_is_contained(outer: str, inner: str) -> None:
    first, last = code_range(outer)
    assert (first <= inner < last) == contains(outer, inner)


@given(CODES)
def test_ancestors_climb_one_level_at_a_time(code: str) -> None:
    above = ancestors(code)
    assert above[0] == code
    assert [parent(one) for one in above] == [*above[1:], ""]
    assert all(contains(one, code) for one in above)
    assert level(above[-1]) == "province"


@given(CODES)
def test_everywhere_and_nowhere(code: str) -> None:
    assert code_range("")[0] <= code < code_range("")[1]
    first, last = code_range("-")
    assert not first <= code < last
