"""What orders do when plans announce something."""

from datetime import datetime

from yinling.care.orders.actions.following import follow_plan
from yinling.care.plans.events import PlanAgreed
from yinling.kernel.actor import Actor


def order_agreed_plan(event: PlanAgreed, *, by: Actor, at: datetime) -> None:
    """What was agreed stands among the orders at once, not only after the next night."""
    follow_plan(event.plan_id, from_=event.in_force_from, by=by, at=at)
