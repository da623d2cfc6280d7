"""The part of a person's page that plans fill, and pieces of a plan's page that upper floors add."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.plans import queries
from yinling.kernel.actor import Actor

# Answers `panel(person_id, actor)`: HTML made by a template, or empty text where there is nothing to show.
Panel = Callable[[int, Actor], SafeString]
_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Puts a piece on every plan's page; told once by the wiring."""
    if panel not in _panels:
        _panels.append(panel)


def panels_for(person_id: int, actor: Actor) -> list[SafeString]:
    """The pieces that have something to show."""
    return [html for panel in _panels if (html := panel(person_id, actor))]


def plans_panel(person_id: int, actor: Actor) -> SafeString:
    """The person's plans, and where to open one; empty for those who may not see them."""
    if not actor.may("plans.view"):
        return SafeString("")
    lines = queries.person_plans(person_id, actor=actor, on=timezone.localdate())
    context = {"lines": lines, "person_id": person_id, "may_manage": actor.may("plans.manage")}
    return render_to_string("plans/desk/panel.html", context)
