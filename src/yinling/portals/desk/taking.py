"""For the call desk: somebody telephones for help. Who it is, what happened, where; the alarm is in hand at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yinling.care.alarms.actions.answering import acknowledge
from yinling.care.alarms.actions.raising import called, raise_
from yinling.care.alarms.domain.states import STRANGER
from yinling.care.alarms.queries.lists import cards_of, lines_of_person, rules
from yinling.care.devices.queries.readings import event_name
from yinling.design.choices import offer
from yinling.design.pages import Request, number_in, or_404, page
from yinling.foundation.audit.actions import record_read
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.kernel.area import contains
from yinling.people.places.queries import towns_in, villages_in
from yinling.people.registry.queries import PersonCard
from yinling.people.registry.queries.searching import Wanted, find_people

KINDS = ("sos", "fall", "inactivity", "smoke", "gas", "co", "water", "vital")
FOUND_MAX, TEXT_MIN, CLOSED = 8, 2, "closed"


class CalledForm(forms.Form):
    """What whoever telephones says."""

    kind = forms.ChoiceField(label=gettext_lazy("什么事"))
    severity = forms.ChoiceField(label=gettext_lazy("轻重"), widget=forms.RadioSelect)
    area = forms.ChoiceField(label=gettext_lazy("哪个居村委会"))
    note = forms.CharField(
        label=gettext_lazy("来电说了什么"), max_length=400, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("先问在哪里：路名、门牌、旁边有什么；再问出了什么事，回拨哪个号码。"),
    )  # fmt: skip

    def __init__(self, *args: Any, person: PersonCard | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(kind, event_name(kind)) for kind in KINDS])
        offer(self, "severity", [(one.code, one.name) for one in rules().severities.values() if one.code != STRANGER])
        self.fields["severity"].initial = rules().otherwise
        if person is not None:
            del self.fields["area"]
            return
        district = load_pack(settings.PACK).area
        places = [
            (town.name, [(one.code, one.name) for one in villages_in(town.code)] or [(town.code, town.name)])
            for town in towns_in(district)
        ]
        offer(self, "area", [("", _("请选择")), *places])


@page("alarms.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Somebody telephones: an alarm that whoever took the call has in hand at once."""
    person, now = _person(request), timezone.now()
    form = CalledForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        area = given.pop("area", person.area if person else "")
        raised = called(area=area, person_id=person.id if person else None, **given)
        made = or_404(raise_(raised, by=request.actor, at=now))
        acknowledge(alarm_id=made.pk, by=request.actor, at=now)
        messages.success(request, _("已登记，由您处置。"))
        return redirect("alarms:alarm", made.pk)
    known = lines_of_person(person.id, actor=request.actor, at=now) if person else []
    text = request.GET.get("q", "").strip()
    context = {
        "form": form, "person": person, "open": [line for line in known if line.state != CLOSED], "q": text,
        "age": person.age_on(timezone.localdate()) if person else None, "is_short": 0 < len(text) < TEXT_MIN,
        "found": _found(request, text) if person is None and len(text) >= TEXT_MIN else [],
    }  # fmt: skip
    return render(request, "portals/desk/taking.html", context, status=422 if form.errors else 200)


def _person(request: Request) -> PersonCard | None:
    """Who was chosen, if they live where the actor answers calls."""
    chosen = number_in(request.GET.get("person", ""))
    card = cards_of([chosen], at=timezone.now()).get(chosen) if chosen else None
    return card if card and contains(request.actor.area, card.area) else None


def _found(request: Request, text: str) -> list[tuple[PersonCard, int | None]]:
    """Masked cards of those whom a name or a telephone means, with their age; that they were looked at is logged."""
    on = timezone.localdate()
    asked = Wanted(text=text, area=request.actor.area)
    cards = find_people(asked, actor=machine("呼叫应急"), on=on).cards[:FOUND_MAX]
    for card in cards:
        record_read(
            by=request.actor, at=timezone.now(), subject=f"person:{card.id}", fields=["name"], area=card.area,
            reason="登记来电",
        )  # fmt: skip
    return [(card, card.age_on(on)) for card in cards]


urlpatterns = [path("new/", new, name="new")]
