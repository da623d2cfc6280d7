"""Stored facts of reception: which signed pushes were taken, so that none is taken twice."""

from django.db import models


class Push(models.Model):
    """A push that was taken, by its signature."""

    signature = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.at} {self.signature[:8]}"
