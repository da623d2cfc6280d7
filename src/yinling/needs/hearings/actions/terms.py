"""The bureau says how many working days a notice stands and an objection may take."""

from datetime import date, datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.needs.hearings.actions.permits import permit
from yinling.needs.hearings.domain.refusals import TermWrong
from yinling.needs.hearings.models import HearingDays, TermName

DAYS_MAX = 90


@transaction.atomic
def set_term(*, name: str, days: int, valid_from: date, source: str, by: Actor, at: datetime) -> HearingDays:
    """Holds from a day on, for notices and objections that begin then. Raises TermWrong, NotPermitted."""
    permit(by, "hearings.decide", by.area)
    if not 1 <= days <= DAYS_MAX or not source.strip():
        raise TermWrong()
    row = HearingDays.objects.create(
        name=TermName(name), days=days, valid_from=valid_from, source=source.strip()[:200], by_user_id=by.user_id,
        by_name=by.name, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="hearings.set_term", subject=f"term:{name}", area=by.area, reason=source,
        after={"name": name, "number": days, "from": valid_from},
    )  # fmt: skip
    return row
