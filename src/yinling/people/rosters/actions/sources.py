"""Verbs of sources: open those that every installation starts with, find one by name."""

from yinling.people.rosters.models import Source
from yinling.people.rosters.queries import known_sources, source_names


class UnknownSource(LookupError):
    """No source of this name; the message lists those that exist."""


def open_known_sources() -> None:
    """Stores the sources of the national list that are missing; those that exist keep their edited order."""
    Source.objects.bulk_create(known_sources(), ignore_conflicts=True)


def source_named(name: str) -> Source:
    """The source of this name. Raises UnknownSource."""
    found = Source.objects.filter(name=name).first()
    if found is None:
        open_known_sources()
        found = Source.objects.filter(name=name).first()
    if found is None:
        raise UnknownSource(f"没有名为“{name}”的来源；现有：{'、'.join(source_names())}")
    return found
