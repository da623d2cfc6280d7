"""For the older person and their family: calls for help and what became of them, devices, and who is told how."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.alarms.queries.family import calls_for_help
from yinling.care.devices.queries.register import devices_of
from yinling.care.orders.domain.states import StepRefused
from yinling.care.responders.actions.contacts import choose_ways, end_contact
from yinling.care.responders.domain.kinds import WAY_WORDS
from yinling.care.responders.queries.contacts import ContactLine, contacts_of
from yinling.care.wellbeing.queries.targets import is_listed, visits_of
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.people.registry.queries import is_represented, person_card

VISITS_SHOWN = 3


class WaysForm(forms.Form):
    """How a relative wants to be told."""

    ways = forms.MultipleChoiceField(
        label=gettext_lazy("老人呼救的时候，怎样告诉您"),
        choices=[(way.value, words) for way, words in WAY_WORDS.items()],
        widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("可以选几样；一样都不选，就不告诉您。"),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("您的电话"), max_length=20, required=False, help_text=gettext_lazy("选短信或者电话的要填。")
    )


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: Request, person_id: int) -> HttpResponse:
    """Calls for help, devices, whom to tell; an agent chooses how they themselves are told."""
    today = timezone.localdate()
    if not is_represented(person_id, actor=request.actor, on=today):
        raise Http404
    is_agent, contacts = request.actor.person_id is None, contacts_of(person_id, on=today)
    form = _form(request, contacts) if is_agent else None
    if form is not None and request.method == "POST" and form.is_valid() and _chosen(request, person_id, form):
        messages.success(request, _("记下了。"))
        return redirect("elder:safety", person_id)
    context: dict[str, Any] = {
        "card": person_card(person_id, actor=request.actor, on=today), "is_agent": is_agent, "form": form,
        **_calls(request, person_id), "contacts": contacts,
        "devices": devices_of(person_id, actor=request.actor, on=today),
        "visits": visits_of(person_id, limit=VISITS_SHOWN), "is_listed": is_listed(person_id),
    }  # fmt: skip
    return render(request, "portals/elder/safety.html", context, status=422 if form and form.errors else 200)


def _calls(request: Request, person_id: int) -> dict[str, Any]:
    calls = calls_for_help(person_id, actor=request.actor, at=timezone.now())
    return {"calls": calls, "is_going_on": any(one.is_open for one in calls)}


@page("elder.own", "elder.represent")
@require_safe
def safety_now(request: Request, person_id: int) -> HttpResponse:
    """How an open call stands, for a page that asks again and again until it is over."""
    today = timezone.localdate()
    if not is_represented(person_id, actor=request.actor, on=today):
        raise Http404
    card = person_card(person_id, actor=request.actor, on=today)
    return render(request, "portals/elder/safety_now.html", {"card": card, **_calls(request, person_id)})


def _form(request: Request, contacts: list[ContactLine]) -> WaysForm:
    mine = next((one for one in contacts if one.agent_id == request.actor.user_id), None)
    sent = request.POST if request.method == "POST" else None
    return WaysForm(sent, initial={"ways": mine.ways if mine else []})


def _chosen(request: Request, person_id: int, form: WaysForm) -> bool:
    try:
        choose_ways(person_id, **form.cleaned_data, by=request.actor, at=timezone.now())
    except StepRefused as refused:
        form.add_error(None, say(refused.words))
        return False
    return True


@page("elder.own")
@require_POST
def contact_end(request: Request, person_id: int, contact_id: int) -> HttpResponse:
    """The older person no longer wants somebody to be told."""
    today = timezone.localdate()
    known = {one.id for one in contacts_of(person_id, on=today)}
    if not is_represented(person_id, actor=request.actor, on=today) or contact_id not in known:
        raise Http404
    end_contact(contact_id=contact_id, by=request.actor, at=timezone.now())
    messages.success(request, _("以后不再告诉了。"))
    return redirect("elder:safety", person_id)


urlpatterns = [
    path("<int:person_id>/safety/", safety, name="safety"),
    path("<int:person_id>/safety/now/", safety_now, name="safety_now"),
    path("<int:person_id>/safety/contacts/<int:contact_id>/ending", contact_end, name="contact_end"),
]
