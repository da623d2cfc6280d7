"""`yinling migrate`: brings the tables up to date; those of an empty database are made in one piece."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


class Command(migrate.Command):
    """Makes the tables, or changes those that stand, step by step."""

    help = "建立数据库的表，或把已有的表逐步更新"

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not options["app_label"] and not connection.introspection.table_names():
            make_tables(connection)
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Makes every table as the last migration leaves it, and notes all as done: there is nothing yet to move.

    Step by step it takes ten times as long and comes to the same, which tests/project/test_migrate.py proves.
    """
    loader, done = MigrationLoader(connection), MigrationRecorder(connection)
    models: list[type[Model]] = [done.Migration, *loader.project_state().apps.get_models()]
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for app, name in loader.disk_migrations:
            done.record_applied(app, name)
