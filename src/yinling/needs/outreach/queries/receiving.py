"""Who receives a programme already, asked of enrolments for many persons at once."""

from collections.abc import Sequence
from datetime import date

from yinling.kernel.actor import machine
from yinling.needs.enrolments.queries import enrolments_visible


def receivers(pack: str, programme: str, person_ids: Sequence[int], *, on: date) -> set[int]:
    """Those of the persons (numbers ascending) who are enrolled, paused ones included."""
    rows = enrolments_visible(machine("应享未享"), on=on).filter(pack=pack, programme=programme)
    between = rows.filter(person_id__gte=person_ids[0], person_id__lte=person_ids[-1])
    return set(between.exclude(state="ended").values_list("person_id", flat=True))
