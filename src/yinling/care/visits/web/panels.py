"""The part of a person's page that visits fill."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.orders.queries.lists import orders_of, rests_now
from yinling.care.visits.queries.visits import coming
from yinling.kernel.actor import Actor

SHOWN = 5


def visits_panel(person_id: int, actor: Actor) -> SafeString:
    """Orders, rests and the next visits, and where to ask for more; empty for those who may not see it."""
    if not actor.may("visits.view"):
        return SafeString("")
    now = timezone.now()
    context = {
        "person_id": person_id,
        "orders": orders_of(person_id, actor=actor, on=timezone.localdate()),
        "rests": rests_now(person_id, actor=actor, on=timezone.localdate()),
        "coming": coming(person_id, actor=actor, at=now)[:SHOWN],
        "may_order": actor.may("orders.place"),
    }
    return render_to_string("visits/panel.html", context)
