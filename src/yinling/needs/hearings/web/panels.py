"""Pieces of other pages: what is disputed and held of a person, and in a month."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.kernel.actor import Actor
from yinling.needs.enrolments.queries import enrolments_of
from yinling.needs.hearings.queries.holds import held_in, holds_of
from yinling.needs.hearings.queries.objections import objections_of


def person_panel(person_id: int, actor: Actor) -> SafeString:
    """Objections about a person's benefits and what is held; empty for those who may not see it."""
    if not actor.may("hearings.view"):
        return SafeString("")
    today = timezone.localdate()
    theirs = enrolments_of(person_id, actor=actor, on=today) if actor.may("hearings.take_down") else []
    context = {
        "holds": [hold for hold in holds_of(person_id, actor=actor, on=today) if hold.released_at is None],
        "objections": objections_of(person_id, actor=actor, on=today),
        "enrolments": [line for line in theirs if line.state != "ended"],
    }
    shown = any(context.values())
    return render_to_string("hearings/desk/person_panel.html", context) if shown else SafeString("")


def cycle_panel(cycle_id: int, actor: Actor, *, is_frozen: bool) -> SafeString:
    """How much of a month is held by objections, and publishing those who are new in it."""
    if not actor.may("hearings.view"):
        return SafeString("")
    context = {
        "held": held_in(cycle_id, actor=actor, on=timezone.localdate()),
        "cycle_id": cycle_id,
        "sees_people": actor.may("registry.view"),
        "may_publish": is_frozen and actor.may("hearings.publish"),
    }
    return render_to_string("hearings/desk/cycle_panel.html", context)
