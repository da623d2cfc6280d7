"""The tables of an empty database, made in one piece, are those that every migration in turn would have made."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MIGRATIONS = "SELECT app, name FROM django_migrations"
QUESTIONS = {
    "sqlite": [MIGRATIONS, "SELECT type, name, sql FROM sqlite_master"],
    "postgresql": [
        MIGRATIONS,
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    ],
}


@pytest.fixture
def another(db: None, tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A second, empty database, which Django takes for the only one."""
    first, second = connections["default"], connection.copy()
    name = "step_by_step"
    if connection.vendor == "sqlite":
        second.settings_dict["NAME"] = str(tmp_path / name)
    else:
        second.settings_dict["NAME"] = name = f"{first.settings_dict['NAME']}_{name}"
        alone(first, f"DROP DATABASE IF EXISTS {name}")
        alone(first, f"CREATE DATABASE {name}")
    connections["default"] = second
    yield second
    second.close()
    connections["default"] = first
    ContentType.objects.clear_cache()
    if first.vendor == "postgresql":
        alone(first, f"DROP DATABASE {name}")


def alone(database: BaseDatabaseWrapper, statement: str) -> None:
    """Databases are made and dropped outside of any."""
    with database._nodb_cursor() as cursor:
        cursor.execute(statement)


def shape(database: BaseDatabaseWrapper) -> list[list[str]]:
    """All that a database tells about its tables; columns may stand in another order."""
    answers = []
    for question in QUESTIONS[database.vendor]:
        with database.cursor() as cursor:
            cursor.execute(question)
            rows = cursor.fetchall()
        answers.append(sorted(" ".join(sorted(re.split(r"[\s,()]+", str(row)))) for row in rows))
    return answers


def counts() -> dict[str, int]:
    """How many rows each model has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_make_what_every_step_would_have_made(db: None, request: pytest.FixtureRequest) -> None:
    at_once, rows = shape(connection), counts()
    step_by_step = request.getfixturevalue("another")
    call_command(migrate.Command(), verbosity=0)
    assert shape(step_by_step) == at_once
    assert counts() == rows


def test_change_what_stands_step_by_step(another: BaseDatabaseWrapper) -> None:
    call_command("migrate", "access", "0001", verbosity=0)
    assert "access_user" in another.introspection.table_names()
    assert "registry_person" not in another.introspection.table_names()
