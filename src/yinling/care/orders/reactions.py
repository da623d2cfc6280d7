"""What orders do when plans announce something."""

from datetime import datetime

from yinling.care.orders.actions.following import follow_plan, leave_plan
from yinling.care.plans.events import PlanAgreed, PlanEnded
from yinling.kernel.actor import Actor


def order_agreed_plan(event: PlanAgreed, *, by: Actor, at: datetime) -> None:
    """What was agreed stands among the orders at once, not only after the next night; what it replaces ends."""
    leave_plan(event.plan_id, before_version=event.number, on=event.in_force_from, by=by, at=at)
    follow_plan(event.plan_id, from_=event.in_force_from, by=by, at=at)


def end_orders_of_plan(event: PlanEnded, *, by: Actor, at: datetime) -> None:
    """Nothing more is asked for by a plan that has ended."""
    leave_plan(event.plan_id, on=event.ended_on, by=by, at=at)
