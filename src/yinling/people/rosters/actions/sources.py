"""Verbs of sources: open those that every installation starts with, find one by name, add one."""

from datetime import datetime

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.people.rosters.models import Source
from yinling.people.rosters.queries import known_sources, source_names

NEW_PRIORITY = 90


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


def open_source(name: str, *, by: Actor, at: datetime) -> Source:
    """A source that was unknown until now; it yields to all that have a place of their own in the order."""
    source = Source.objects.create(name=name, priority=NEW_PRIORITY)
    record(by=by, at=at, verb="rosters.open_source", subject=f"source:{source.pk}", after={"name": name})
    return source
