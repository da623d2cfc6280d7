"""The part of a person's page that assessment fills."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor
from yinling.needs.assessment import queries


def grades_panel(person_id: int, actor: Actor) -> SafeString:
    """The grades that hold and every assessment so far; empty for those who may not see them."""
    if not actor.may("assessment.view"):
        return SafeString("")
    today = timezone.localdate()
    context = {
        "person_id": person_id,
        "levels": queries.level_lines(person_id, actor=actor, on=today),
        "lines": queries.assessments_of_person(person_id, actor=actor, on=today),
        "may_request": actor.may("assessment.assign"),
        "may_import": actor.may("assessment.assign") or actor.may("assessment.review"),
    }
    return render_to_string("portals/assessment/desk/panel.html", context)
