"""The bank file and the bank's answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.domain.bank_files import Payment, Result, neutralised, read_results, rows_of
from yinling.oversight.settlement.models import FundCode, LineState, RunState
from yinling.oversight.settlement.queries.answers import read_answer


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text):
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert neutralised(text).endswith(text)


def test_rows_name_payee_account_amount_and_purpose():
    rows = rows_of([Payment(1, "安居", "演示银行", "622200", 350_050, "补贴")])
    assert rows[1] == ("1", "安居", "演示银行", "622200", "3500.50", "补贴")


def test_reads_results_in_any_column_order_and_names_faults():
    rows = [
        ["原因", "结果", "序号"],
        ["", "成功", "1"],
        ["户名不符", "退票", "2"],
        ["", "退回", "3"],
        ["", "也许", "4"],
        ["", "成功", "1"],
        ["", "成功", "9"],
        ["", "", ""],
    ]
    results, faults = read_results(rows, [1, 2, 3, 4])
    assert results == [Result(1, "paid"), Result(2, "returned", "户名不符")]
    assert [fault.row for fault in faults] == [4, 5, 6, 7]


@pytest.mark.parametrize("rows", [[], [["甲", "乙"]], [["序号"], ["1"]]])
def test_refuses_a_table_without_the_columns(rows):
    results, faults = read_results(rows, [1])
    assert not results
    assert faults


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.exe", "a.csv", "a.xlsx"])
def test_refuses_files_that_are_no_table(name):
    results, faults = read_answer(1, name=name, content=b"\0\1")
    assert not results
    assert faults


def test_the_tables_and_the_rules_name_the_same_states_and_funds():
    assert set(RunState.values) == {states.DRAFT, states.APPROVED, states.SENT, states.SETTLED, states.CANCELLED}
    assert set(LineState.values) == states.LIVE_LINES | {states.RETURNED, states.DROPPED}
    assert tuple(FundCode.values) == postings.FUNDS
