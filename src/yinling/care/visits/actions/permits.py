"""A visit held still while it is changed, and how each step is kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yinling.care.orders.domain.states import NotThere, after
from yinling.care.visits.domain.states import VISIT_MOVES
from yinling.care.visits.models import Visit, VisitRecord
from yinling.foundation.audit.actions import Changed, record, record_all
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


def locked_visit(visit_id: int, *, by: Actor, at: datetime) -> Visit:
    """The visit, locked until the transaction ends. Raises NotThere."""
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None or not Visit.objects.visible_to(by, on=day_of(at)).filter(pk=visit_id).exists():
        raise NotThere()
    return visit


def step_visit(visit: Visit, verb: str, *, by: Actor, at: datetime, note: str = "", **changed: Any) -> None:
    """Moves the visit, sets what changed and keeps the step. Raises WrongState."""
    visit_state = after(VISIT_MOVES, verb, visit.state)
    keep_step(visit, verb, by=by, at=at, note=note, state=visit_state, **changed)


def keep_step(visit: Visit, verb: str, *, by: Actor, at: datetime, note: str = "", **changed: Any) -> None:
    """Sets what changed and keeps the step with what stood before."""
    before = {name: getattr(visit, name) for name in changed}
    for name, value in changed.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(changed) or None)
    VisitRecord.objects.create(
        visit=visit, verb=verb, state=visit.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at,
        before=_plain(before), after=_plain(changed),
    )  # fmt: skip
    record(by=by, at=at, verb=f"visits.{verb}", subject=f"visit:{visit.pk}", reason=note, before=before, after=changed)


def keep_steps(
    verb: str, visits: Iterable[Visit], changes: Mapping[int, dict[str, Any]], *, by: Actor, at: datetime, note: str
) -> None:
    """The same for many, each with its own changes to the same columns."""
    rows, records, told = list(visits), [], []
    for visit in rows:
        changed = changes[visit.pk]
        before = {name: getattr(visit, name) for name in changed}
        for name, value in changed.items():
            setattr(visit, name, value)
        told.append(Changed(f"visit:{visit.pk}", before=before, after=changed, reason=note))
        records.append(
            VisitRecord(
                visit=visit, verb=verb, state=visit.state, note=note[:200], by_user_id=by.user_id, by_name=by.name,
                at=at, before=_plain(before), after=_plain(changed),
            )
        )  # fmt: skip
    if rows:
        Visit.objects.bulk_update(rows, list(changes[rows[0].pk]), batch_size=200)
        VisitRecord.objects.bulk_create(records, batch_size=200)
        record_all(told, verb=f"visits.{verb}", by=by, at=at)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | str | list | None) else str(value) for name, value in values.items()}
