"""What follows each event: the one table where an upper floor answers a lower one."""

from collections.abc import Callable
from typing import Any

from yinling.foundation.outbox.actions import subscribe

REACTIONS: dict[type, list[Callable[..., Any]]] = {}


def connect() -> None:
    """Tells the outbox who answers what; called once when all capabilities are loaded."""
    for event_type, reactions in REACTIONS.items():
        for reaction in reactions:
            subscribe(event_type, reaction)
