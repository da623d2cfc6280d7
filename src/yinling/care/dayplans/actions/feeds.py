"""A carer's calendar address is opened and revoked; the token is shown once."""

import secrets
from datetime import datetime

from django.db import transaction

from yinling.care.dayplans.models import CalendarFeed
from yinling.care.dayplans.queries.feeds import digest_of
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.people.workforce.queries import workers_visible

TOKEN_BYTES = 24


@transaction.atomic
def open_feed(*, worker_id: int, by: Actor, at: datetime) -> str:
    """A new address for a carer; the one before stops. The token. Raises NotThere, NotPermitted."""
    permit(by, "visits.manage")
    revoke_feed(worker_id=worker_id, by=by, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    CalendarFeed.objects.create(worker_id=worker_id, digest=digest_of(token), made_at=at, made_by_name=by.name)
    record(by=by, at=at, verb="dayplans.open_feed", subject=f"worker:{worker_id}")
    return token


@transaction.atomic
def revoke_feed(*, worker_id: int, by: Actor, at: datetime) -> None:
    """The carer's address answers no longer. Raises NotThere, NotPermitted."""
    permit(by, "visits.manage")
    if not workers_visible(by).filter(pk=worker_id).exists():
        raise NotThere()
    if CalendarFeed.objects.filter(worker=worker_id, revoked_at=None).update(revoked_at=at):
        record(by=by, at=at, verb="dayplans.revoke_feed", subject=f"worker:{worker_id}")
