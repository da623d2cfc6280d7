"""What adaptation does when casework announces."""

from datetime import datetime

from yinling.care.adaptation import actions
from yinling.kernel.actor import Actor
from yinling.needs.casework.events import CaseAccepted, CaseDecided, CaseInForce, CaseReopened, CaseWithdrawn


def open_job(event: CaseAccepted, *, by: Actor, at: datetime) -> None:
    """An accepted case gets its job."""
    actions.open_job(case_id=event.case_id, by=by, at=at)


def cancel_refused(event: CaseDecided, *, by: Actor, at: datetime) -> None:
    """A refused case needs no works."""
    if not event.granted:
        actions.cancel(case_id=event.case_id, reason="不予补贴", by=by, at=at)


def clear(event: CaseInForce, *, by: Actor, at: datetime) -> None:
    """The contract may be signed."""
    actions.clear(case_id=event.case_id, by=by, at=at)


def cancel_withdrawn(event: CaseWithdrawn, *, by: Actor, at: datetime) -> None:
    """A withdrawn case needs no works."""
    actions.cancel(case_id=event.case_id, reason="申请人撤回申请", by=by, at=at)


def reopen(event: CaseReopened, *, by: Actor, at: datetime) -> None:
    """The decision fell; its job waits again."""
    actions.reopen(case_id=event.case_id, reason="异议成立，重新核定", by=by, at=at)
