"""An order is put to a provider, who takes it or not, in time or not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yinling.care.orders.actions.permits import locked_order, permit, step_order
from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused
from yinling.care.orders.events import OrderAccepted
from yinling.care.orders.models import Offer, Order
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import Actor
from yinling.people.providers.queries import operators_serving


class NotServing(StepRefused):
    """The provider does not serve the place where the person lives."""

    def __init__(self) -> None:
        super().__init__("这家机构不在老人所在区域服务，或已暂停接单")


class ReasonNeeded(StepRefused):
    """A provider who does not take an order says why."""

    def __init__(self) -> None:
        super().__init__("请写明不接单的理由")


@transaction.atomic
def offer(*, order_id: int, provider_id: int, by: Actor, at: datetime) -> Offer:
    """Puts an open order to a provider; an earlier unanswered offer lapses. Raises NotServing, WrongState."""
    permit(by, "orders.place")
    order = locked_order(order_id, by=by, at=at)
    if provider_id not in {firm.id for firm in operators_serving(order.area)}:
        raise NotServing()
    Offer.objects.filter(order=order, answered_at=None).update(answered_at=at, answer="lapsed")
    order.provider_id = provider_id
    step_order(order, "offer", by=by, at=at)
    hours = load_visit_limits(settings.PACK).offer_hours
    made = Offer.objects.create(
        order=order, provider_id=provider_id, offered_at=at, answer_by=at + timedelta(hours=hours)
    )
    notify(text="有新的服务订单，请尽快答复", at=at, link="/orders/", role="care_provider", organisation_id=provider_id)
    return made


@transaction.atomic
def answer(*, order_id: int, is_accepted: bool, by: Actor, at: datetime, reason: str = "") -> Order:
    """The provider's answer. Raises NotPermitted, NotThere, ReasonNeeded, WrongState."""
    permit(by, "orders.answer")
    order = locked_order(order_id, by=by, at=at)
    if by.role != "machine" and order.provider_id != by.organisation_id:
        raise NotPermitted()
    waiting = Offer.objects.select_for_update().filter(order=order, answered_at=None).first()
    if waiting is None:
        raise NotThere()
    if not is_accepted and not reason.strip():
        raise ReasonNeeded()
    _close(waiting, "accepted" if is_accepted else "declined", reason, at)
    step_order(order, "accept" if is_accepted else "decline", by=by, at=at, note=reason)
    if is_accepted:
        announce(OrderAccepted(order.pk, order.person_id, waiting.provider_id, order.from_day), by=by, at=at)
    return order


def lapse_overdue(*, by: Actor, at: datetime) -> int:
    """Offers that nobody answered in time go back to the desk. How many; again changes nothing."""
    overdue = Offer.objects.filter(answered_at=None, answer_by__lt=at).order_by("pk").values_list("pk", flat=True)
    return sum(_lapse(offer_id, by=by, at=at) for offer_id in list(overdue))


@transaction.atomic
def _lapse(offer_id: int, *, by: Actor, at: datetime) -> bool:
    waiting = Offer.objects.select_for_update().select_related("order").get(pk=offer_id)
    if waiting.answered_at is not None:
        return False
    _close(waiting, "lapsed", "", at)
    step_order(waiting.order, "lapse", by=by, at=at)
    return True


def _close(waiting: Offer, said: str, reason: str, at: datetime) -> None:
    waiting.answer, waiting.answered_at, waiting.reason = said, at, reason[:200]
    waiting.save()
