"""Stores lines as plain tuples, in one statement for all of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction


def insert_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Inserts all lines or none; their values are as a database reads them: days and JSON as text, None for nothing.

    PostgreSQL takes them by COPY, any other database by one prepared statement.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(lines))
