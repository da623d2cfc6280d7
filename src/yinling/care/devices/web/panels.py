"""The part of a person's page that devices fill."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.devices.queries.register import devices_of
from yinling.kernel.actor import Actor


def devices_panel(person_id: int, actor: Actor) -> SafeString:
    """What hangs in the home and whether it speaks; empty for those who may not see it."""
    if not actor.may("devices.view"):
        return SafeString("")
    context = {
        "person_id": person_id,
        "lines": devices_of(person_id, actor=actor, on=timezone.localdate()),
        "may_manage": actor.may("devices.manage"),
    }
    return render_to_string("devices/panel.html", context)
