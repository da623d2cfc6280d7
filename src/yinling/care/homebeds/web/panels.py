"""The part of a person's page for home beds and respite at home."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.homebeds import queries
from yinling.kernel.actor import Actor


def beds_panel(person_id: int, actor: Actor) -> SafeString:
    """The person's home beds, and where to apply for one; empty for those who may not see them."""
    if not actor.may("homebeds.view"):
        return SafeString("")
    rows = queries.beds_visible(actor).filter(person_id=person_id)
    context = {
        "lines": queries.lines_of(rows, on=timezone.localdate()),
        "person_id": person_id,
        "may_manage": actor.may("homebeds.manage"),
        "may_book": actor.may("respite.manage"),
    }
    return render_to_string("homebeds/panel.html", context)
