"""For the older person and their family: "I am well", in one touch."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yinling.care.daily.actions import confirm_well
from yinling.care.daily.domain.states import By
from yinling.care.daily.queries import day_of_person
from yinling.care.wellbeing.domain.states import StepRefused
from yinling.care.wellbeing.queries.targets import is_listed
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.people.registry.queries import is_represented


def well_today(person_id: int) -> dict[str, Any] | None:
    """Today's state for the first page; None for those who are not on the list."""
    if not is_listed(person_id):
        return None
    row = day_of_person(person_id, on=timezone.localdate())
    return {"state": row.state if row else "", "at": row.at if row else None}


@page("elder.own", "elder.represent")
@require_POST
def well(request: Request, person_id: int) -> HttpResponse:
    """All is well today."""
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        raise Http404
    how = By.BUTTON if request.actor.person_id is not None else By.FAMILY
    try:
        confirm_well(person_id, how=how, by=request.actor, at=timezone.now())
        messages.success(request, _("知道了，今天一切都好。"))
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    return redirect("elder:home")


urlpatterns = [path("<int:person_id>/well/", well, name="well")]
