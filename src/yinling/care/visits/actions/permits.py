"""Who may do what with an order or a visit, and how each step is kept."""

from datetime import datetime
from typing import Any

from yinling.care.visits.domain.states import ORDER_MOVES, VISIT_MOVES, StepRefused, after
from yinling.care.visits.models import Order, OrderRecord, Visit, VisitRecord
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


class NotPermitted(StepRefused):
    """The actor may not do this, or it is not theirs."""

    def __init__(self) -> None:
        super().__init__("您没有办理这一步的权限")


class NotThere(StepRefused):
    """There is no such order or visit for this actor."""

    def __init__(self) -> None:
        super().__init__("没有找到，或者不在您的查看范围内")


def permit(actor: Actor, *permissions: str) -> None:
    """Raises NotPermitted unless the actor is a machine or may do one of them."""
    if actor.role != "machine" and not any(actor.may(permission) for permission in permissions):
        raise NotPermitted()


def locked_order(order_id: int, *, by: Actor, at: datetime) -> Order:
    """The order, locked until the transaction ends. Raises NotThere."""
    order = Order.objects.select_for_update().filter(pk=order_id).first()
    if order is None or not Order.objects.visible_to(by, on=day_of(at)).filter(pk=order_id).exists():
        raise NotThere()
    return order


def locked_visit(visit_id: int, *, by: Actor, at: datetime) -> Visit:
    """The visit, locked until the transaction ends. Raises NotThere."""
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None or not Visit.objects.visible_to(by, on=day_of(at)).filter(pk=visit_id).exists():
        raise NotThere()
    return visit


def step_order(order: Order, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """Moves the order and keeps the step. Raises WrongState."""
    before = order.state
    order.state = after(ORDER_MOVES, verb, order.state)
    order.save()
    OrderRecord.objects.create(
        order=order, verb=verb, state=order.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb=f"visits.order_{verb}", subject=f"order:{order.pk}", reason=note,
        before={"state": before}, after={"state": order.state, "provider": order.provider_id},
    )  # fmt: skip


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


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | str | list | None) else str(value) for name, value in values.items()}
