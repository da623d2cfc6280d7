"""Who may do what with an order, and how each step is kept."""

from datetime import datetime

from yinling.care.orders.domain.states import ORDER_MOVES, NotPermitted, NotThere, after
from yinling.care.orders.models import Order, OrderRecord
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of


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


def step_order(order: Order, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """Moves the order and keeps the step. Raises WrongState."""
    before = order.state
    order.state = after(ORDER_MOVES, verb, order.state)
    order.save()
    OrderRecord.objects.create(
        order=order, verb=verb, state=order.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb=f"orders.{verb}", subject=f"order:{order.pk}", reason=note,
        before={"state": before}, after={"state": order.state, "provider": order.provider_id},
    )  # fmt: skip
