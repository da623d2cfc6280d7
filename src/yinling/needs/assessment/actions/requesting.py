"""Asking for an assessment: by the person, an agent, the town, or because one falls due."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.stepping import keep_step
from yinling.needs.assessment.actions.telling import tell_applicant, tell_role
from yinling.needs.assessment.domain.refusals import AlreadyOpen, NotComputed, NotPermitted, NotPossibleNow
from yinling.needs.assessment.domain.states import BY_OTHERS, Reason, State
from yinling.needs.assessment.models import Assessment
from yinling.needs.grades.queries import default_scale
from yinling.people.registry.queries import is_represented, person_card


@transaction.atomic
def request(*, person_id: int, reason: str, by: Actor, at: datetime, scale: str = "", cause: str = "") -> Assessment:
    """Opens an assessment by the scale or the usual one. Raises NotVisible, NotPermitted, AlreadyOpen, NotComputed."""
    if Reason(reason) in BY_OTHERS:
        raise NotPossibleNow("复评和抽查由区民政局安排。")
    card = person_card(person_id, actor=by, on=day_of(at))
    own = is_represented(card.id, actor=by, on=day_of(at))
    desk = by.may("assessment.assign") and contains(by.area, card.area)
    if not (own or desk or by.role == "machine"):
        raise NotPermitted
    row = open_one(
        Assessment(person_id=card.id, person_name_masked=card.name_masked, area=card.area, reason=reason, cause=cause),
        scale=scale, by=by, at=at,
    )  # fmt: skip
    tell_applicant(row, f"评估申请已收到，编号 {row.number}。街镇受理后会安排两名评估员上门。", at=at)
    tell_role(row, "town_clerk", f"收到新的评估申请 {row.number}，等待受理。", at=at)
    return row


def open_one(
    row: Assessment, *, scale: str, by: Actor, at: datetime, state: str = State.REQUESTED, verb: str = "request"
) -> Assessment:
    """Stores a new assessment with its first step. Raises AlreadyOpen, NotComputed, UnknownScale."""
    text = load_scale(scale) if scale else default_scale()
    if not text.is_computed:
        raise NotComputed
    row.scale, row.state, row.state_since, row.requested_at = text.id, state, at, at
    row.cause = row.cause[:200]
    row.requested_by_id, row.requested_by_role = by.user_id, by.role
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise AlreadyOpen from None
    keep_step(row, verb, "", by=by, at=at, words=row.cause, details={"scale": row.scale, "reason": row.reason})
    return row
