"""The part of a person's page for calls for help."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.alarms.queries.lists import lines_of_person
from yinling.kernel.actor import Actor


def alarms_panel(person_id: int, actor: Actor) -> SafeString:
    """The latest alarms of whoever lives there; empty for those who may not see them."""
    if not actor.may("alarms.view"):
        return SafeString("")
    lines = lines_of_person(person_id, actor=actor, at=timezone.now())
    return render_to_string("portals/desk/alarms_panel.html", {"lines": lines})
