"""Responders and their duty, for the bureau; contacts of a family and the way in, for the town."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.orders.domain.states import StepRefused
from yinling.care.responders.actions import contacts as contact_actions
from yinling.care.responders.actions import responders as actions
from yinling.care.responders.models import Responder
from yinling.care.responders.queries import responders as queries
from yinling.care.responders.queries import rota as rota_queries
from yinling.care.responders.queries.contacts import contacts_of, home_note
from yinling.care.responders.web import forms
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.foundation.access.queries import holders
from yinling.gateways.policy.reading import load_pack
from yinling.people.registry.queries import mandates_of, person_card

VIEW, REASON = ("alarms.view",), "维护响应人员和应急联系"
FORMS: dict[str, type[Form]] = {"duty": forms.DutyForm, "week": forms.WeekForm, "leaving": forms.LeaveForm}


@page(*VIEW)
@require_safe
def responders(request: Request) -> HttpResponse:
    """Who can be sent, who is on duty now, and the rota of the week to come."""
    now = timezone.now()
    rows = queries.responders_visible(request.actor).order_by("area", "pk")[:500]
    context = {
        "lines": queries.responder_lines(rows, at=now), "rota": rota_queries.rota(request.actor, at=now),
        "may_manage": request.actor.may("alarms.manage"),
    }  # fmt: skip
    return render(request, "responders/list.html", context)


def _form(request: Request, row: Responder | None = None) -> forms.ResponderForm:
    district = load_pack(settings.PACK).area
    logins, initial = list(holders("responder", area=district, on=timezone.localdate()).items()), None
    if row is not None:
        names = ("name", "kind", "area", "mode", "longitude", "latitude", "user_id")
        initial = {name: getattr(row, name) for name in names}
        initial["phone"] = queries.phone_of(row, actor=request.actor, reason=REASON, at=timezone.now())
    return forms.ResponderForm(request.POST or None, initial=initial, district=district, logins=logins)


@page("alarms.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Somebody who can be sent from now on."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.register(form.details(), by=request.actor, at=timezone.now())
            messages.success(request, _("已登记。"))
            return redirect("responders:responder", row.pk)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
    return render(request, "responders/new.html", {"form": form}, status=422 if form.errors else 200)


def _row(request: Request, responder_id: int) -> Responder:
    return or_404(queries.responders_visible(request.actor).filter(pk=responder_id).first())


@page("alarms.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def responder(request: Request, responder_id: int) -> HttpResponse:
    """One responder: details, duty, hours of every week."""
    row = _row(request, responder_id)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row.pk, form.details(), by=request.actor, at=timezone.now())
            messages.success(request, _("已更正。"))
            return redirect("responders:responder", row.pk)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
    return _show(request, row, form)


def _show(request: Request, row: Responder, form: Form, sent: dict[str, Form] | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form, "row": row, "line": queries.responder_lines([row], at=now)[0],
        "duties": queries.duties_of(row.pk, since=now),
        "forms": {noun: (sent or {}).get(noun) or made(prefix=noun) for noun, made in FORMS.items()},
        "week": [(forms.WEEK[one.weekday], one.words) for one in rota_queries.week_of(row.pk)],
    }  # fmt: skip
    answer = render(request, "responders/responder.html", context, status=422 if sent or form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@page("alarms.manage")
@require_POST
def step(request: Request, responder_id: int, noun: str) -> HttpResponse:
    """Puts on duty, sets the hours of every week, or says that somebody comes no more."""
    row = _row(request, responder_id)
    if noun not in FORMS:
        raise Http404
    form: Any = FORMS[noun](request.POST, prefix=noun)
    who: dict[str, Any] = {"responder_id": row.pk, "by": request.actor, "at": timezone.now()}
    try:
        if form.is_valid():
            if noun == "duty":
                begins, ends = form.moments()
                actions.put_on_duty(from_at=begins, until_at=ends, **who)
            elif noun == "week":
                actions.set_week(spans=form.spans(), **who)
            else:
                actions.leave(on=form.cleaned_data["on"], **who)
            return redirect("responders:responder", row.pk)
    except StepRefused as refused:
        form.add_error(None, say(refused.words))
    request.POST = request.POST.__class__(mutable=True)
    return _show(request, row, _form(request, row), {noun: form})


@page("alarms.manage")
@require_POST
def duty_end(request: Request, responder_id: int, duty_id: int) -> HttpResponse:
    """Takes a duty back."""
    row = _row(request, responder_id)
    if duty_id not in {one.pk for one in queries.duties_of(row.pk, since=timezone.now())}:
        raise Http404
    actions.take_off_duty(duty_id=duty_id, by=request.actor, at=timezone.now())
    return redirect("responders:responder", row.pk)


HOME_FORMS = ("contact", "home")


@page("registry.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: Request, person_id: int) -> HttpResponse:
    """Whom of the family to tell, the way in and what is known of illnesses. The look at the note is logged."""
    card = person_card(person_id, actor=request.actor, on=timezone.localdate())
    noun = request.POST.get("noun", "")
    made = _home_forms(request, card.id, noun)
    if noun in made and made[noun].is_valid():
        try:
            _keep(noun, made[noun], card.id, request)
            messages.success(request, _("已登记。"))
            return redirect("responders:home", card.id)
        except StepRefused as refused:
            made[noun].add_error(None, say(refused.words))
    context = {"card": card, "contacts": contacts_of(card.id, on=timezone.localdate()), "forms": made}
    answer = render(request, "responders/home.html", context, status=422 if noun else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _home_forms(request: Request, person_id: int, noun: str) -> dict[str, Any]:
    today = timezone.localdate()
    agents = [(one.agent_id, str(one.agent)) for one in mandates_of(person_id)]
    note = home_note(person_id, actor=request.actor, reason=REASON, at=timezone.now())
    sent = {name: request.POST if noun == name else None for name in HOME_FORMS}
    return {
        "contact": forms.ContactForm(sent["contact"], agents=sorted(set(agents)), today=today),
        "home": forms.HomeForm(sent["home"], initial={"way_in": note.way_in, "medical": note.medical}),
    }


def _keep(noun: str, form: Any, person_id: int, request: Request) -> None:
    if noun == "contact":
        contact_actions.add_contact(person_id, form.relative(), by=request.actor, at=timezone.now())
    else:
        contact_actions.keep_home_note(person_id=person_id, **form.cleaned_data, by=request.actor, at=timezone.now())


@page("registry.correct")
@require_POST
def contact_end(request: Request, person_id: int, contact_id: int) -> HttpResponse:
    """Tells a relative no more."""
    card = person_card(person_id, actor=request.actor, on=timezone.localdate())
    if contact_id not in {one.id for one in contacts_of(card.id, on=timezone.localdate())}:
        raise Http404
    contact_actions.end_contact(contact_id=contact_id, by=request.actor, at=timezone.now())
    return redirect("responders:home", card.id)


urlpatterns = [
    path("", responders, name="list"),
    path("new/", new, name="new"),
    path("<int:responder_id>/", responder, name="responder"),
    path("<int:responder_id>/<slug:noun>", step, name="step"),
    path("<int:responder_id>/duties/<int:duty_id>/ending", duty_end, name="duty_end"),
    path("people/<int:person_id>/", home, name="home"),
    path("people/<int:person_id>/contacts/<int:contact_id>/ending", contact_end, name="contact_end"),
]
