"""The part of a person's page that plans fill."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.plans import queries
from yinling.kernel.actor import Actor


def plans_panel(person_id: int, actor: Actor) -> SafeString:
    """The person's plans, and where to open one; empty for those who may not see them."""
    if not actor.may("plans.view"):
        return SafeString("")
    lines = queries.person_plans(person_id, actor=actor, on=timezone.localdate())
    context = {"lines": lines, "person_id": person_id, "may_manage": actor.may("plans.manage")}
    return render_to_string("plans/desk/panel.html", context)
