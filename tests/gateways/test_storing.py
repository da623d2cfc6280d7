"""Lines stored in one statement: all of them or none."""

import pytest
from django.db import IntegrityError, connection

from yinling.gateways.storing import insert_lines
from yinling.people.registry.models import Household


@pytest.mark.django_db(transaction=True)
def test_keep_none_of_the_lines_where_one_is_refused() -> None:
    with pytest.raises(IntegrityError):
        insert_lines(Household, ("id", "number"), [(1, "H1"), (2, "H2"), (1, "H3")])
    assert not Household.objects.exists()


@pytest.mark.django_db
def test_keep_every_line() -> None:
    insert_lines(Household, ("id", "number"), [(1, "H1"), (2, "H2")])
    assert list(Household.objects.order_by("id").values_list("number", flat=True)) == ["H1", "H2"]


@pytest.mark.django_db(transaction=True)
def test_store_many_lines_in_one_transaction() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL copies")
    commits = []
    connection.connection.set_trace_callback(lambda told: commits.append(told) if told.startswith("COMMIT") else None)
    try:
        insert_lines(Household, ("id", "number"), [(number, f"H{number}") for number in range(1, 50)])
    finally:
        connection.connection.set_trace_callback(None)
    assert len(commits) == 1
