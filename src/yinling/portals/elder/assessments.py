"""For the older person and their agents: my grade in plain words, how it came about, objecting, asking for one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.kernel.actor import Actor
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import AssessmentRefused
from yinling.needs.assessment.domain.states import CHANGE_WORDS, Change, Reason
from yinling.needs.casework.web.posted import posted
from yinling.people.registry.queries import PersonCard, is_represented, person_card
from yinling.portals.desk.assessment.forms import ElderRequestForm, ObjectionForm, ReasonForm
from yinling.portals.elder.grade_words import meaning_of, now_of

elder_page = page("elder.own", "elder.represent")


def _card(request: Request, person_id: int) -> PersonCard:
    """The person for whom the log-in may act. Raises Http404."""
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        raise Http404
    return person_card(person_id, actor=request.actor, on=timezone.localdate())


def _page(request: Request, assessment_id: int) -> queries.AssessmentPage:
    try:
        return queries.assessment_page(assessment_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown


@elder_page
@require_safe
def grades(request: Request, person_id: int) -> HttpResponse:
    """What grade the person has, what it means, and where a new assessment stands."""
    card, today = _card(request, person_id), timezone.localdate()
    lines = queries.assessments_of_person(card.id, actor=request.actor, on=today)
    levels = queries.level_lines(card.id, actor=request.actor, on=today)
    context = {
        "card": card,
        "is_agent": request.actor.person_id is None,
        "levels": [(level, meaning_of(level)) for level in levels],
        "open": [(line, now_of(line.state)) for line in lines if line.is_open],
        "ended": [line for line in lines if not line.is_open],
        "may_request": not any(line.is_open for line in lines),
    }
    return render(request, "portals/assessment/elder/grades.html", context)


@elder_page
@require_safe
def assessment(request: Request, assessment_id: int) -> HttpResponse:
    """One assessment: where it stands, or its grade with every line of the reasons."""
    found = _page(request, assessment_id)
    context = {
        "page": found,
        "now": now_of(found.line.state),
        "meaning": meaning_of(found.result.level) if found.result else "",
        "is_agent": request.actor.person_id is None,
    }
    return render(request, "portals/assessment/elder/assessment.html", context)


def _asked(request: Request, template: str, form: Any, act: Any, context: dict[str, Any]) -> HttpResponse:
    """One question: a refusal stands on the form; `act` answers where to go."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(*act())
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Request, assessment_id: int) -> HttpResponse:
    """Objects to the grade; two others come."""
    found, form = _page(request, assessment_id), ObjectionForm(posted(request)[0])

    def act() -> tuple[Any, ...]:
        text = form.cleaned_data["text"]
        actions.object_to(assessment_id=assessment_id, text=text, by=request.actor, at=timezone.now())
        messages.success(request, _("异议已收到，区民政局会答复您。"))
        return "elder:assessment", assessment_id

    return _asked(request, "portals/assessment/elder/objection.html", form, act, {"page": found})


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Request, assessment_id: int) -> HttpResponse:
    """Does not want to be assessed any more."""
    found, form = _page(request, assessment_id), ReasonForm(posted(request)[0])

    def act() -> tuple[Any, ...]:
        reason = form.cleaned_data["reason"]
        actions.cancel(assessment_id=assessment_id, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, _("评估申请已撤销。"))
        return "elder:grades", found.line.person_id

    return _asked(request, "portals/assessment/elder/withdrawal.html", form, act, {"page": found})


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def request_one(request: Request, person_id: int) -> HttpResponse:
    """Asks for an assessment; what happened, if something did."""
    card, form = _card(request, person_id), ElderRequestForm(posted(request)[0])

    def act() -> tuple[Any, ...]:
        told = _told(form, card, request.actor)
        made = actions.request(person_id=card.id, by=request.actor, at=timezone.now(), **told)
        messages.success(request, _("申请已收到。街镇受理后，会有两名评估员上门。"))
        return "elder:assessment", made.pk

    return _asked(request, "portals/assessment/elder/request.html", form, act, {"card": card})


def _told(form: ElderRequestForm, card: PersonCard, actor: Actor) -> dict[str, str]:
    """A first assessment, one because it runs out, or one because something changed, in the form's words."""
    change, cause = form.cleaned_data["change"], form.cleaned_data["cause"]
    if change:
        words = CHANGE_WORDS[Change(change)]
        return {"reason": Reason.CHANGE, "cause": f"{words}：{cause}" if cause else words}
    before = queries.assessments_of_person(card.id, actor=actor, on=timezone.localdate())
    return {"reason": Reason.OTHER if before else Reason.FIRST, "cause": cause}


urlpatterns = [
    path("people/<int:person_id>/grades/", grades, name="grades"),
    path("people/<int:person_id>/grades/request/", request_one, name="assessment_request"),
    path("assessments/<int:assessment_id>/", assessment, name="assessment"),
    path("assessments/<int:assessment_id>/objection/", objection, name="assessment_objection"),
    path("assessments/<int:assessment_id>/withdrawal/", withdrawal, name="assessment_withdrawal"),
]
