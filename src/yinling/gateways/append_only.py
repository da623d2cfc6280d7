"""Tables whose rows are written once: their models refuse change and deletion."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WrittenOnce(Exception):
    """The row belongs to a book; a mistake is put right by a further row."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads and inserts; nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuses."""
        raise WrittenOnce(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuses."""
        raise WrittenOnce(self.model.__name__)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuses."""
        raise WrittenOnce(self.model.__name__)


class AppendOnlyManager(models.Manager[Row]):
    """Hands out such querysets, or the finer ones of `AppendOnlyManager.from_queryset`."""

    # What `from_queryset` sets; written out, for type checkers lose a class that is made on the fly.
    _queryset_class = AppendOnlyQuerySet


class AppendOnly(models.Model):
    """A row of a book."""

    objects = AppendOnlyManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts; refuses to write over a row."""
        if not self._state.adding:
            raise WrittenOnce(type(self).__name__)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuses."""
        raise WrittenOnce(type(self).__name__)
