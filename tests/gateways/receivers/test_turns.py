"""Whose turn a call is: one receiver's, where all know the same; somebody's in the end, whatever each believes."""

from hypothesis import given
from hypothesis import strategies as st

from yinling.gateways.receivers.turns import Turns

NAMES = st.sets(st.text(min_size=1, max_size=5), min_size=1, max_size=5)
ACCOUNTS = st.text(max_size=8)


def turns(name: str, names: set[str]) -> Turns:
    made = Turns(name)
    made.know(names)
    return made


def first(names: set[str], account: str) -> list[str]:
    return [name for name in names if turns(name, names).is_ours(account)]


def test_take_everything_where_nobody_else_is_known() -> None:
    assert Turns("a").is_ours("device")
    assert turns("a", {"a"}).is_ours("device")


@given(NAMES, ACCOUNTS)
def test_be_the_turn_of_one_where_all_know_the_same(names: set[str], account: str) -> None:
    assert len(first(names, account)) == 1


@given(NAMES, ACCOUNTS)
def test_hand_on_only_what_was_the_turn_of_whoever_left(names: set[str], account: str) -> None:
    [before] = first(names, account)
    for gone in names - {before}:
        assert first(names - {gone}, account) == [before]


def test_share_accounts_about_evenly() -> None:
    mine = sum(
        turns("receiver-a", {"receiver-a", "receiver-b"}).is_ours(f"device-{number:06}") for number in range(1_000)
    )
    assert 400 < mine < 600
