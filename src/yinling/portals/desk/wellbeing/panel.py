"""The part of a person's page that welfare visits fill."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.wellbeing.queries import concerns, targets, tickets
from yinling.kernel.actor import Actor

SHOWN = 3


def wellbeing_panel(person_id: int, actor: Actor) -> SafeString:
    """Whether on the list and why, the last visits, what is still to be done; empty for those who may not see it."""
    if not actor.may("wellbeing.view"):
        return SafeString("")
    today = timezone.localdate()
    going_on = [one for one in tickets.tickets_of(person_id, actor=actor, at=timezone.now()) if not one.outcome]
    context = {
        "line": targets.target_of(person_id, actor=actor, on=today),
        "visits": targets.visits_of(person_id, limit=SHOWN),
        "tickets": going_on[:SHOWN],
        "concern": concerns.concern_of(person_id, actor=actor, on=today),
    }
    return render_to_string("portals/wellbeing/panel.html", context)
