"""Pieces of the case page that upper floors add: adaptation, payment. Registered by the wiring, asked per page."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor

# Answers `provider(case_id, actor)`: HTML made by a template, or empty text where there is nothing to show.
Provider = Callable[[int, Actor], SafeString]

_providers: dict[str, list[Provider]] = {"desk": [], "elder": []}


def register(provider: Provider, *, audience: str = "desk") -> None:
    """Adds a piece to the case page of an audience; again changes nothing."""
    if provider not in _providers[audience]:
        _providers[audience].append(provider)


def panels_for(case_id: int, actor: Actor, *, audience: str = "desk") -> list[SafeString]:
    """The pieces that have something to show, in the order of registration."""
    return [panel for provider in _providers[audience] if (panel := provider(case_id, actor))]
