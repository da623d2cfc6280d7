"""The part of a case page that settlement fills."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor
from yinling.oversight.settlement import queries


def payment_panel(case_id: int, actor: Actor) -> SafeString:
    """What was paid for a case and from where; empty before works are accepted, or for those who may not see it."""
    page = queries.payable_of_case(case_id, actor=actor)
    return render_to_string("settlement/panel.html", {"page": page}) if page else SafeString("")
