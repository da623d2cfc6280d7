"""What a visit asks of whoever goes, and how busy people are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from yinling.care.catalogue.queries import service
from yinling.care.visits.domain.assigning import Busy, Need
from yinling.care.visits.models import Visit, VisitCarer, VisitState

BUSY_STATES = [VisitState.ASSIGNED, VisitState.UNDER_WAY, VisitState.DONE]


def need_of(visit: Visit, *, starts: int | None = None) -> Need:
    """What the visit asks, at a time or else at its planned or earliest one."""
    begins = starts if starts is not None else visit.planned_start
    begins = visit.window_from if begins is None else begins
    item = service(visit.service_code)
    return Need(begins, begins + visit.minutes, frozenset(item.skills), visit.order.wished_gender)


def busy_of(worker_ids: Collection[int], *, on: date, without: Collection[int] = ()) -> dict[int, list[Busy]]:
    """Each worker's visits of a day."""
    found: dict[int, list[Busy]] = defaultdict(list)
    rows = VisitCarer.objects.filter(worker__in=list(worker_ids), on=on, visit__state__in=BUSY_STATES)
    for row in rows.exclude(visit__in=list(without)):
        found[row.worker_id].append(Busy(row.starts, row.ends))
    return found
