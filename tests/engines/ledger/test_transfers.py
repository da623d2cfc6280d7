"""Double entry holds whatever is transferred."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.ledger.transfers import (
    AMOUNT_MAX,
    BadTransfer,
    Overdrawn,
    apply,
    balances_of,
    checked,
    same,
    statement,
)

ACCOUNTS = ["fund", "bank", "outside", "payable:1"]
amounts = st.integers(min_value=-(10**9), max_value=10**9).filter(bool)


@st.composite
def transfers(draw: st.DrawFn) -> list[tuple[str, int]]:
    lines = draw(st.lists(st.tuples(st.sampled_from(ACCOUNTS), amounts), min_size=1, max_size=6))
    rest = -sum(amount for _, amount in lines)
    return [*lines, ("outside", rest)] if rest else [*lines, ("outside", 7), ("bank", -7)]


@given(st.lists(transfers(), max_size=12))
def test_sum_all_balances_to_zero(many: list[list[tuple[str, int]]]) -> None:
    assert sum(balances_of(many).values()) == 0


@given(st.lists(transfers(), max_size=12))
def test_end_every_statement_on_the_balance(many: list[list[tuple[str, int]]]) -> None:
    balances = balances_of(many)
    for account in ACCOUNTS:
        lines = statement(account, many)
        assert (lines[-1].after if lines else 0) == balances.get(account, 0)
        assert all(line.after == line.before + line.amount for line in lines)
        assert all(one.after == two.before for one, two in zip(lines, lines[1:], strict=False))


@given(st.lists(transfers(), max_size=8))
def test_apply_one_by_one_as_all_at_once(many: list[list[tuple[str, int]]]) -> None:
    held: dict[str, int] = {}
    for entries in many:
        held.update({line.account: line.after for line in apply(entries, held)})
    assert held == balances_of(many)


@given(transfers(), st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 10**9)))
def test_overdraw_never_a_guarded_account(entries: list[tuple[str, int]], balances: dict[str, int]) -> None:
    after = {account: balances.get(account, 0) + balances_of([entries]).get(account, 0) for account in ACCOUNTS}
    if after["fund"] < 0:
        with pytest.raises(Overdrawn):
            apply(entries, balances, never_negative=["fund"])
    else:
        lines = apply(entries, balances, never_negative=["fund"])
        assert {line.account: line.after for line in lines}.get("fund", after["fund"]) == after["fund"]


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [("a", 0)],
        [("a", 5)],
        [("a", 5), ("b", -4)],
        [("a", 0), ("b", 0)],
        [("a", True), ("b", -1)],
        [("a", 0.5), ("b", -0.5)],
        [("a", AMOUNT_MAX + 1), ("b", -AMOUNT_MAX - 1)],
        [("a", 1), ("b", -1)] * 600,
    ],
)
def test_refuse_what_is_no_transfer(entries: list[tuple[str, int]]) -> None:
    with pytest.raises(BadTransfer):
        checked(entries)


def test_say_what_an_overdrawn_account_holds_and_what_was_asked() -> None:
    with pytest.raises(Overdrawn) as refusal:
        apply([("fund", -50), ("bank", 50)], {"fund": 30}, never_negative=["fund"])
    assert (refusal.value.account, refusal.value.held, refusal.value.asked) == ("fund", 30, 50)


def test_know_the_same_transfer_in_another_order() -> None:
    assert same([("a", 1), ("b", -1)], [("b", -1), ("a", 1)])
    assert not same([("a", 1), ("b", -1)], [("a", -1), ("b", 1)])
