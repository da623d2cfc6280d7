"""Several writers at once cannot fork a chain, and a failed transaction leaves no row."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from yinling.foundation.audit.actions import record
from yinling.foundation.audit.models import Change
from yinling.foundation.audit.queries import verify

WRITERS, ROWS_EACH = 4, 8


@pytest.mark.django_db(transaction=True)
def test_append_from_several_threads(by, at) -> None:
    def write(writer: int) -> None:
        try:
            for row in range(ROWS_EACH):
                record(by=by, at=at, verb="t.write", subject=f"case:{writer}-{row}")
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        write(0)  # one connection is shared: writers take turns anyway
        expected = ROWS_EACH
    else:
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, range(WRITERS)))
        expected = WRITERS * ROWS_EACH
    assert (verify("changes").length, verify("changes").fault) == (expected, "")


@pytest.mark.django_db(transaction=True)
def test_leave_no_row_when_the_transaction_fails(by, at) -> None:
    record(by=by, at=at, verb="t.first", subject="case:1")
    with transaction.atomic():
        record(by=by, at=at, verb="t.second", subject="case:2")
        transaction.set_rollback(True)
    record(by=by, at=at, verb="t.third", subject="case:3")
    assert list(Change.objects.values_list("subject", flat=True)) == ["case:1", "case:3"]
    assert verify("changes").fault == ""
