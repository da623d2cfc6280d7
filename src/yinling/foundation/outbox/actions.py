"""Verbs of the outbox: announce what happened, tell a person."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_reactions: dict[type, list[Callable[..., Any]]] = defaultdict(list)


def subscribe(event_type: type, reaction: Callable[..., Any]) -> None:
    """Has `reaction(event, by=, at=)` called inside the transaction of every announcement of that type."""
    if reaction not in _reactions[event_type]:
        _reactions[event_type].append(reaction)
