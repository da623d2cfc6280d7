"""Which of several statements holds."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.linkage.fields import Field
from yinling.engines.linkage.projection import project
from yinling.engines.linkage.settling import Ranks, Said, is_disputed, own_view, settle, spells

FLAG = Field("low_income", "低收入", "boolean")
NAME = Field("name", "姓名", "name", is_timeless=True)
RANKS = Ranks({1: 10, 2: 20}, {2: {"name": 5}})


def said(order: int, source: int, day: date, **values: object) -> Said:
    return Said(order, source, day, values)  # type: ignore[arg-type]


JAN, MAR, JUN = date(2021, 1, 1), date(2021, 3, 1), date(2021, 6, 1)


def test_prefer_the_source_of_the_smaller_rank() -> None:
    both = [said(1, 2, MAR, low_income=False), said(2, 1, JAN, low_income=True)]
    found = settle(both, FLAG, ranks=RANKS, chosen=None, on=JUN)
    assert found is not None
    assert found.value is True


def test_prefer_by_field_where_the_order_differs() -> None:
    both = [said(1, 1, JAN, name="甲"), said(2, 2, JAN, name="乙")]
    assert settle(both, NAME, ranks=RANKS, chosen=None, on=JUN).value == "乙"  # type: ignore[union-attr]


def test_hold_to_the_source_a_person_chose() -> None:
    both = [said(1, 1, JAN, low_income=True), said(2, 2, MAR, low_income=False)]
    assert settle(both, FLAG, ranks=RANKS, chosen=2, on=JUN).value is False  # type: ignore[union-attr]


def test_know_on_a_day_only_what_was_reported_by_then() -> None:
    one = [said(1, 1, MAR, low_income=True)]
    assert settle(one, FLAG, ranks=RANKS, chosen=None, on=JAN) is None
    assert settle(one, FLAG, ranks=RANKS, chosen=None, on=MAR) is not None


def test_know_timeless_fields_on_every_day() -> None:
    assert settle([said(1, 1, MAR, name="甲")], NAME, ranks=RANKS, chosen=None, on=JAN) is not None


def test_take_a_false_for_a_value_and_an_absence_for_none() -> None:
    assert settle([said(1, 1, JAN, low_income=False)], FLAG, ranks=RANKS, chosen=None, on=JUN).value is False  # type: ignore[union-attr]
    assert settle([said(1, 1, JAN, name="甲")], FLAG, ranks=RANKS, chosen=None, on=JUN) is None


def test_dispute_only_between_latest_words_of_sources() -> None:
    agreed = [said(1, 1, JAN, low_income=False), said(2, 2, JAN, low_income=True), said(3, 1, MAR, low_income=True)]
    assert not is_disputed(agreed, FLAG, on=JUN)
    assert is_disputed(agreed[:2], FLAG, on=JUN)


def test_cut_time_into_spells() -> None:
    told = [said(1, 1, JAN, low_income=True), said(2, 1, MAR, low_income=True), said(3, 1, JUN, low_income=False)]
    assert [(s.value, s.from_, s.until) for s in spells(told, FLAG, ranks=RANKS, chosen=None)] == [
        (True, JAN, JUN),
        (False, JUN, None),
    ]


days = st.dates(JAN, date(2021, 12, 31))
statements = st.lists(st.tuples(st.integers(1, 3), days, st.booleans()), max_size=8)


@given(statements, days)
def test_agree_between_spells_and_single_days(told: list[tuple[int, date, bool]], day: date) -> None:
    every = [said(order, source, when, low_income=value) for order, (source, when, value) in enumerate(told)]
    found = settle(every, FLAG, ranks=RANKS, chosen=None, on=day)
    covering = [
        s.value
        for s in spells(every, FLAG, ranks=RANKS, chosen=None)
        if s.from_ <= day and (s.until is None or day < s.until)
    ]
    assert covering == ([] if found is None else [found.value])


@given(statements)
def test_project_one_statement_the_short_way_alike(told: list[tuple[int, date, bool]]) -> None:
    fields = {"low_income": FLAG, "name": NAME}
    for order, (source, day, value) in enumerate(told):
        one = said(order, source, day, low_income=value, name="甲")
        again = said(order, source, day, low_income=value)
        short = project([one], fields, ranks=RANKS, chosen={})
        long = project([one, again], fields, ranks=RANKS, chosen={})
        assert (short.values, short.groups) == (long.values, long.groups)


def test_see_what_a_source_had_said_by_a_day() -> None:
    told = [said(1, 1, JAN, low_income=True), said(2, 1, JUN, low_income=False), said(3, 2, JAN, name="乙")]
    assert own_view(told, 1, on=MAR) == {"low_income": True}
