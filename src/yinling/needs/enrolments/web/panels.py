"""The part of a person's page that enrolments fill."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor
from yinling.needs.enrolments import queries


def enrolments_panel(person_id: int, actor: Actor) -> SafeString:
    """What the person has, had or does not want, and where to change it; empty for those who may not see it."""
    if not actor.may("enrolments.view"):
        return SafeString("")
    today = timezone.localdate()
    lines = queries.enrolments_of(person_id, actor=actor, on=today)
    context = {
        "person_id": person_id,
        "lines": lines,
        "refusals": queries.refusals_of(person_id, actor=actor, on=today),
        "may_manage": actor.may("enrolments.manage"),
        "may_see_money": actor.may("cycles.view"),
        "life_check_due_on": min((line.life_check_due_on for line in lines if line.life_check_due_on), default=None),
    }
    return render_to_string("enrolments/desk/panel.html", context)
