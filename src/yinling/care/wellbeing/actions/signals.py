"""Signals: what may worry, kept once; what goes on is ended when it is over."""

from datetime import date

from yinling.care.wellbeing.models import Signal
from yinling.kernel.actor import machine
from yinling.people.registry.queries import people_visible


def keep_signal(
    kind: str, source: str, *, person_id: int, area: str, since: date, until: date | None
) -> None:  # fmt: skip
    """Keeps a signal, once by its source; one that goes on again after its end begins anew."""
    given = {"person_id": person_id, "area": area, "since_on": since, "until_on": until}
    Signal.objects.update_or_create(kind=kind, source=source, defaults=given)


def end_signal(kind: str, source: str, *, on: date) -> None:
    """What went on is over."""
    Signal.objects.filter(kind=kind, source=source, until_on=None).update(until_on=on)


def area_of(person_id: int, *, on: date) -> str | None:
    """Where a person belongs; None for nobody of the register."""
    return people_visible(machine("关注"), on=on).filter(pk=person_id).values_list("area", flat=True).first()
