"""Whom a row speaks of."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.linkage.decisions import Found, Kind, decide
from yinling.engines.linkage.keys import plain_name, similarity_key


def test_let_a_number_settle_it_before_likeness() -> None:
    decision = decide(Found(by_number=7, by_row=8, alike=[9]))
    assert (decision.kind, decision.person) == (Kind.SAME, 7)


def test_know_the_rosters_own_row_again() -> None:
    assert decide(Found(by_row=8, alike=[9])).person == 8


@given(st.lists(st.integers(1, 5), min_size=1))
def test_never_merge_on_likeness_alone(alike: list[int]) -> None:
    decision = decide(Found(alike=alike))
    assert decision.kind is Kind.POSSIBLE
    assert decision.person is None
    assert decision.candidates == tuple(sorted(set(alike)))


def test_call_new_whom_nothing_finds() -> None:
    assert decide(Found()).kind is Kind.NEW


def test_bring_names_to_one_form() -> None:
    assert plain_name(" 阿依古丽•买买提 ") == plain_name("阿依古丽·买买提") == "阿依古丽·买买提"
    assert plain_name("张　三") == "张三"


def test_find_nobody_alike_without_all_three_parts() -> None:
    assert similarity_key("张三", None, "310118001") == ""
    assert similarity_key("张三", date(1940, 1, 1), "") == ""
    assert similarity_key("张 三", date(1940, 1, 1), "310118001") == "张三|1940-01-01|310118001"
