"""Claims drawn up in the background: begun by a press, continued by another where they were cut off."""

from datetime import datetime

from django.db import transaction
from django_tasks import task

from yinling.kernel.actor import Actor, machine
from yinling.oversight.claims.actions.building import draw_up
from yinling.oversight.claims.actions.permits import locked
from yinling.oversight.claims.domain.refusals import WrongStep
from yinling.oversight.claims.domain.states import BUILDING
from yinling.oversight.claims.models import Claim

BROKEN = "编制中断：系统内部错误，已编入的上门不受影响，可以继续"


@transaction.atomic
def set_going(*, claim_id: int, by: Actor, at: datetime) -> None:
    """Has a begun claim drawn up, or what is left of it. Raises WrongStep, PermissionDenied."""
    if locked(claim_id, "claims.submit", by=by).state != BUILDING:
        raise WrongStep
    transaction.on_commit(lambda: build_claim.enqueue(claim_id, at.isoformat()))


@task()
def build_claim(claim_id: int, at: str) -> None:
    """Draws a claim up from where it stands; a fault is kept with it."""
    try:
        draw_up(claim_id=claim_id, by=machine("申报编制"), at=datetime.fromisoformat(at))
    except Exception:
        Claim.objects.filter(pk=claim_id).update(failure=BROKEN)
        raise
