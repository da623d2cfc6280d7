"""What follows each event: the one table where an upper floor answers a lower one."""

from collections.abc import Callable
from typing import Any

from yinling.care.adaptation import reactions as adaptation
from yinling.care.adaptation.events import WorkAccepted
from yinling.foundation.outbox.actions import subscribe
from yinling.needs.casework.events import CaseAccepted, CaseDecided, CaseInForce, CaseReopened, CaseWithdrawn
from yinling.oversight.settlement import reactions as settlement

REACTIONS: dict[type, list[Callable[..., Any]]] = {
    CaseAccepted: [adaptation.open_job],
    CaseDecided: [adaptation.cancel_refused],
    CaseInForce: [adaptation.clear],
    CaseReopened: [adaptation.reopen],
    CaseWithdrawn: [adaptation.cancel_withdrawn],
    WorkAccepted: [settlement.owe],
}


def connect() -> None:
    """Tells the outbox who answers what; called once when all capabilities are loaded."""
    for event_type, reactions in REACTIONS.items():
        for reaction in reactions:
            subscribe(event_type, reaction)
