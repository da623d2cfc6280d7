"""The part of a person's page for calls for help: whom of the family to tell."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.responders.queries.contacts import contacts_of
from yinling.kernel.actor import Actor


def home_panel(person_id: int, actor: Actor) -> SafeString:
    """Relatives to be told, and where to change that; empty for those who may not."""
    if not actor.may("registry.correct"):
        return SafeString("")
    context = {"person_id": person_id, "contacts": contacts_of(person_id, on=timezone.localdate())}
    return render_to_string("responders/panel.html", context)
