"""For towns and the bureau: who has what, one enrolment with its verbs, enrolling a person, what is not wanted."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.gateways.policy.reading import load_pack
from yinling.needs.enrolments import actions, queries
from yinling.needs.enrolments.queries.lists import PAGE_ROWS
from yinling.needs.enrolments.web import forms
from yinling.people.registry.queries import PersonCard, person_card

# Which steps fit which state; each is taken by the form and the verb of its noun.
OPEN = {"enrolled": ("pause", "end"), "paused": ("resume", "pause", "end"), "ended": ("reinstatement",)}
VERBS: dict[str, Callable[..., object]] = {
    "pause": actions.pause,
    "resume": actions.resume,
    "end": actions.end,
    "reinstatement": actions.reinstate,
}


@page("enrolments.view")
@require_safe
def enrolment_list(request: Request) -> HttpResponse:
    """Enrolments by programme, state and area, with counts."""
    today = timezone.localdate()
    form = forms.FilterForm(request.GET, actor=request.actor, district=load_pack(settings.PACK).area)
    wanted = form.wanted(request.GET.get("after", ""))
    lines = queries.enrolment_lines(wanted, actor=request.actor, on=today)
    context = {
        "form": form,
        "lines": lines,
        "counts": queries.counts_by_programme(queries.EnrolmentFilter(area=wanted.area), actor=request.actor, on=today),
        "due": len({line.person_id for line in queries.life_checks_due(until=today, actor=request.actor, on=today)}),
        **_paging(request, lines[-1].id if len(lines) == PAGE_ROWS else None),
    }
    return render(request, "enrolments/desk/list.html", context)


def _paging(request: Request, next_after: int | None) -> dict[str, str]:
    query = request.GET.copy()
    came_from = query.pop("after", None)
    first = query.urlencode()
    query["after"] = str(next_after)
    return {"next_url": f"?{query.urlencode()}" if next_after else "", "first_url": f"?{first}" if came_from else ""}


def _found(request: Request, enrolment_id: int) -> queries.EnrolmentLine:
    return or_404(queries.enrolment_line(enrolment_id, actor=request.actor, on=timezone.localdate()))


@page("enrolments.view")
@require_safe
def enrolment(request: Request, enrolment_id: int) -> HttpResponse:
    """One enrolment: how it stands, its trail, what may be done."""
    return _show(request, _found(request, enrolment_id))


def _show(
    request: Request, line: queries.EnrolmentLine, sent: dict[str, django_forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    resting = queries.resting_now(line.id)
    nouns = OPEN[line.state] if request.actor.may("enrolments.manage") else ()
    context = {
        "line": line,
        "resting": resting,
        "steps": queries.steps_of(line.id, actor=request.actor, on=today),
        "checks": _checks(request, line),
        "forms": {noun: (sent or {}).get(noun) or _form(noun, resting) for noun in nouns},
        "sent": list(sent or {}),
    }
    return render(request, "enrolments/desk/enrolment.html", context, status=422 if sent else 200)


def _checks(request: Request, line: queries.EnrolmentLine) -> list[queries.LifeCheckLine]:
    """Life checks are told to those who may see the person."""
    if not request.actor.may("registry.view"):
        return []
    return queries.life_checks_of(line.person_id, actor=request.actor, on=timezone.localdate())


def _form(noun: str, resting: list[tuple[str, str]], data: Any = None) -> django_forms.Form:
    if noun == "resume":
        return forms.ResumeForm(data, prefix=noun, resting=resting)
    kinds = {"pause": forms.PauseForm, "end": forms.EndForm, "reinstatement": forms.ReinstateForm}
    return kinds[noun](data, prefix=noun)


@page("enrolments.manage")
@require_POST
def step(request: Request, enrolment_id: int, noun: str) -> HttpResponse:
    """One form, one verb; a refusal stands on the form."""
    line = _found(request, enrolment_id)
    if noun not in VERBS:
        raise Http404
    form = _form(noun, queries.resting_now(line.id), request.POST)
    if form.is_valid():
        try:
            VERBS[noun](enrolment_id=line.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except actions.StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已办理。对金额的影响会出现在下一次每月发放里。"))
            return redirect("enrolments:enrolment", line.id)
    return _show(request, line, {noun: form})


def chosen_person(request: Request) -> PersonCard:
    """Whom `?person=` names, if the actor may see them. Raises Http404."""
    return person_card(number_in(request.GET.get("person", "")), actor=request.actor, on=timezone.localdate())


@page("enrolments.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Enrols the person that the address names."""
    card = chosen_person(request)
    form = forms.EnrolForm(request.POST or None, initial={"programme": request.GET.get("programme", "")})
    return _about_person(request, card, form, "enrolments/desk/new.html", actions.enrol, _("已登记享受。"))


@page("enrolments.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: Request) -> HttpResponse:
    """The person says that they do not want a programme."""
    card = chosen_person(request)
    form = forms.RefusalForm(request.POST or None, initial={"programme": request.GET.get("programme", "")})
    done = _("已登记：老人不享受这个项目。")
    return _about_person(request, card, form, "enrolments/desk/refusal.html", actions.refuse, done)


def _about_person(
    request: Request, card: PersonCard, form: django_forms.Form, template: str, act: Callable[..., object], done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, **forms.split_key(form.cleaned_data["programme"])}
        try:
            act(person_id=card.id, by=request.actor, at=timezone.now(), **given)
        except actions.StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, done)
            return redirect("registry:person", card.id)
    return render(request, template, {"card": card, "form": form}, status=422 if form.errors else 200)


urlpatterns = [
    path("", enrolment_list, name="list"),
    path("new/", new, name="new"),
    path("refusals/new/", refusal, name="refusal"),
    path("<int:enrolment_id>/", enrolment, name="enrolment"),
    path("<int:enrolment_id>/<slug:noun>", step, name="step"),
]
