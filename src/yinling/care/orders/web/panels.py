"""The part of a plan's page that tells when nobody comes."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.orders.actions.resting import WHO
from yinling.care.orders.queries.lists import resident_card, rests_now
from yinling.kernel.actor import Actor


def rests_panel(person_id: int, actor: Actor) -> SafeString:
    """The person's rests, and where to write one down; empty for those who see no orders."""
    if not (actor.may("orders.view") or actor.may("orders.answer")):
        return SafeString("")
    today = timezone.localdate()
    context = {
        "rests": rests_now(person_id, actor=actor, on=today),
        "may_rest": any(actor.may(each) for each in WHO)
        and resident_card(person_id, actor=actor, on=today) is not None,
        "person_id": person_id,
    }
    return render_to_string("orders/rests_panel.html", context)
