"""Pieces that other capabilities put on a worker's page."""

from collections.abc import Callable

from yinling.design.pages import Request

Panel = Callable[[Request, int], str]
_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Puts a piece on every worker's page; told once by the wiring."""
    if panel not in _panels:
        _panels.append(panel)


def panels(request: Request, worker_id: int) -> list[str]:
    """The pieces of one worker's page, as HTML; empty ones left out."""
    return [html for panel in _panels if (html := panel(request, worker_id))]
