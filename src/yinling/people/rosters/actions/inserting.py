"""Inserts many rows at once, faster than `bulk_create`: one prepared statement, no keys handed back."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def insert_rows(rows: Iterable[models.Model]) -> None:
    """Inserts rows of one model; their primary keys stay unset.

    `bulk_create` words a new statement of a thousand parameters for every few dozen rows; on rosters of a hundred
    thousand people that is a third of its time.
    """
    prepared = list(rows)
    if not prepared:
        return
    options = prepared[0]._meta
    fields = [field for field in options.local_concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for field in fields if (column := field.column))
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({places})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_values(row, fields) for row in prepared])


def _values(row: models.Model, fields: list[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
