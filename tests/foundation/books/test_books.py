"""Stored money: once per key, never below nothing, always proven."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yinling.engines.ledger.transfers import balances_of
from yinling.foundation.audit.models import Change
from yinling.foundation.audit.queries import verify
from yinling.foundation.books import actions, queries
from yinling.foundation.books.models import Account, Entry, Transfer
from yinling.gateways.append_only import WrittenOnce

FUND, BANK, OUTSIDE = "fund:district", "bank:clearing", "outside"


@pytest.fixture
def post(db, by, at):
    for code, kind in [(FUND, "fund"), (BANK, "bank"), (OUTSIDE, "outside")]:
        actions.open_account(code=code, name=code, kind=kind, by=by, at=at)

    def post(key: str, *entries: tuple[str, int], about: str = "case:1") -> Transfer:
        return actions.post(key=key, entries=list(entries), memo="测试", about=about, by=by, at=at)

    return post


def test_move_money_and_keep_the_sum_at_zero(post) -> None:
    post("allot", (OUTSIDE, -10_000), (FUND, 10_000))
    post("pay", (FUND, -3_000), (BANK, 3_000))
    assert [queries.balance(code) for code in (FUND, BANK, OUTSIDE)] == [7_000, 3_000, -10_000]
    lines = [(line.amount_fen, line.balance_fen) for line in queries.statement(FUND)]
    assert lines == [(-3_000, 7_000), (10_000, 10_000)]
    assert len(queries.entries_about("case:1")) == 4
    assert queries.faults() == []


def test_move_money_once_for_the_same_key(post) -> None:
    first = post("allot", (OUTSIDE, -100), (FUND, 100))
    again = post("allot", (FUND, 100), (OUTSIDE, -100))
    assert (first.pk, queries.balance(FUND), Change.objects.filter(verb="books.post").count()) == (again.pk, 100, 1)


def test_refuse_a_key_used_for_other_money(post) -> None:
    post("allot", (OUTSIDE, -100), (FUND, 100))
    with pytest.raises(actions.KeyReused):
        post("allot", (OUTSIDE, -101), (FUND, 101))
    assert queries.balance(FUND) == 100


def test_refuse_to_pay_more_than_a_fund_holds(post) -> None:
    post("allot", (OUTSIDE, -100), (FUND, 100))
    with pytest.raises(actions.Overdrawn):
        post("pay", (FUND, -101), (BANK, 101))
    assert (queries.balance(FUND), Transfer.objects.count()) == (100, 1)


def test_refuse_an_unbalanced_transfer_and_an_unknown_account(post) -> None:
    with pytest.raises(actions.BadTransfer):
        post("bad", (OUTSIDE, -100), (FUND, 99))
    with pytest.raises(actions.UnknownAccount):
        post("bad", (OUTSIDE, -100), ("fund:nowhere", 100))
    assert Transfer.objects.count() == 0


def test_open_an_account_once(post, by, at) -> None:
    actions.open_account(code=FUND, name="别名", kind="fund", by=by, at=at)
    assert Account.objects.filter(code=FUND).count() == 1
    with pytest.raises(actions.AccountDiffers):
        actions.open_account(code=FUND, name="别名", kind="bank", by=by, at=at)


def test_let_the_database_itself_refuse_an_overdrawn_fund(post) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(code=FUND).update(balance_fen=-1)


def test_write_entries_once(post) -> None:
    transfer = post("allot", (OUTSIDE, -100), (FUND, 100))
    with pytest.raises(WrittenOnce):
        transfer.entries.all().update(amount_fen=5)
    with pytest.raises(WrittenOnce):
        transfer.delete()
    with pytest.raises(WrittenOnce):
        Entry.objects.all().delete()


def test_verify_the_books(post, capsys) -> None:
    post("allot", (OUTSIDE, -100), (FUND, 100))
    call_command("books_verify")
    assert "1 笔转账" in capsys.readouterr().out


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE books_account SET balance_fen = 101 WHERE code = 'fund:district'",
        "UPDATE books_entry SET amount_fen = 101, after_fen = 101 WHERE amount_fen = 100",
        "DELETE FROM books_entry WHERE amount_fen = 100",
        "UPDATE books_entry SET before_fen = 1, after_fen = 101 WHERE amount_fen = 100",
        "DELETE FROM books_entry",
    ],
)
def test_find_books_that_were_tampered_with(post, sql: str, capsys) -> None:
    post("allot", (OUTSIDE, -100), (FUND, 100))
    with connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(SystemExit) as stop:
        call_command("books_verify")
    assert stop.value.code == 1
    assert capsys.readouterr().err


moves = st.lists(st.tuples(st.integers(1, 5), st.sampled_from([FUND, BANK]), st.integers(-500, 500).filter(bool)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_agree_with_the_engine_whatever_is_posted_and_repeated(post, moves) -> None:
    with transaction.atomic():
        kept: dict[str, list[tuple[str, int]]] = {}
        for number, account, amount in moves:
            entries = [(account, amount), (OUTSIDE, -amount)]
            try:
                post(f"m{number}", *entries)
            except (actions.KeyReused, actions.Overdrawn):
                continue
            kept.setdefault(f"m{number}", entries)
        held = balances_of(kept.values())
        assert {code: queries.balance(code) for code in (FUND, BANK, OUTSIDE)} == {
            code: held.get(code, 0) for code in (FUND, BANK, OUTSIDE)
        }
        assert queries.faults() == []
        assert verify("changes").fault == ""
        transaction.set_rollback(True)
