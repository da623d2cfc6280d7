"""Two payers at once: one key moves money once, and a fund is never emptied twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.audit.queries import verify
from yinling.foundation.books import actions, queries
from yinling.foundation.books.models import Transfer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(by, at):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("one connection in memory; runs on PostgreSQL and on a database file")
    for code, kind in [("fund:a", "fund"), ("bank", "bank"), ("outside", "outside")]:
        actions.open_account(code=code, name=code, kind=kind, by=by, at=at)
    actions.post(key="allot", entries=[("outside", -100), ("fund:a", 100)], memo="", about="x:1", by=by, at=at)

    def pay(key: str) -> str:
        try:
            actions.post(key=key, entries=[("fund:a", -60), ("bank", 60)], memo="", about="x:1", by=by, at=at)
            return "paid"
        except actions.Overdrawn:
            return "overdrawn"
        finally:
            connection.close()

    def run(keys: list[str]) -> list[str]:
        with ThreadPoolExecutor(len(keys)) as pool:
            return sorted(pool.map(pay, keys))

    return run


def test_pay_once_for_one_key(at_once) -> None:
    assert at_once(["run:1"] * 4) == ["paid"] * 4
    assert (queries.balance("fund:a"), Transfer.objects.count()) == (40, 2)
    assert (queries.faults(), verify("changes").fault) == ([], "")


def test_refuse_the_second_payer_what_the_first_took(at_once) -> None:
    assert at_once(["run:1", "run:2", "run:3"]) == ["overdrawn", "overdrawn", "paid"]
    assert (queries.balance("fund:a"), queries.faults()) == (40, [])


def test_wait_for_each_other_never_in_a_circle(at_once, by, at) -> None:
    def pay(number: int) -> None:
        try:
            with transaction.atomic():
                if number % 2:
                    record(by=by, at=at, verb="t.before", subject=f"run:{number}")
                entries = [("outside", -1), ("fund:a", 1)] if number % 3 else [("fund:a", -1), ("bank", 1)]
                actions.post(key=f"many:{number}", entries=entries, memo="", about="x:1", by=by, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(pay, range(48)))
    assert queries.balance("fund:a") == 100 + 32 - 16
    assert (queries.faults(), verify("changes").fault) == ([], "")
