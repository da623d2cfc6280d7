"""Pieces of the person's page that upper floors add: assessment, benefits. Registered by the wiring, asked per page."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor

# Answers `provider(person_id, actor)`: HTML made by a template, or empty text where there is nothing to show.
Provider = Callable[[int, Actor], SafeString]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Adds a piece to the page; again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def panels_for(person_id: int, actor: Actor) -> list[SafeString]:
    """The pieces that have something to show, in the order of registration."""
    return [panel for provider in _providers if (panel := provider(person_id, actor))]
