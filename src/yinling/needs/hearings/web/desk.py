"""For towns and the bureau: objections to examine, notices to publish and those that were, days of both."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.foundation.audit.actions import record_read
from yinling.needs.enrolments.actions import StepRefused
from yinling.needs.enrolments.queries import EnrolmentLine, enrolment_line
from yinling.needs.hearings import actions
from yinling.needs.hearings.queries import notices, objections
from yinling.needs.hearings.queries.terms import terms_in_force
from yinling.needs.hearings.web import forms


@page("hearings.view")
@require_safe
def objection_list(request: Request) -> HttpResponse:
    """Objections that are open, late or not answered."""
    show = request.GET.get("show", "open")
    after = request.GET.get("after", "")
    after_id = number_in(after)
    today = timezone.localdate()
    lines = objections.objection_list(show, actor=request.actor, on=today, after_id=after_id)
    is_full = len(lines) == objections.PAGE_ROWS
    context = {
        "lines": lines,
        "show": show if show in objections.SHOWN else "open",
        "counts": objections.objection_counts(actor=request.actor, on=today),
        "next_url": f"?show={show}&after={lines[-1].id}" if is_full else "",
        "first_url": f"?show={show}" if after_id else "",
    }
    return render(request, "hearings/desk/objections.html", context)


def _found(request: Request, objection_id: int) -> objections.ObjectionPage:
    return or_404(objections.objection_page(objection_id, actor=request.actor, on=timezone.localdate()))


@page("hearings.view")
@require_safe
def objection(request: Request, objection_id: int) -> HttpResponse:
    """One objection with what was said; reading it is logged."""
    found, at = _found(request, objection_id), timezone.now()
    actions.note_reading(objection_id=objection_id, by=request.actor, at=at)
    record_read(by=request.actor, at=at, subject=f"objection:{objection_id}", fields=["name", "contact", "text"])
    return _show(request, found)


def _show(request: Request, found: objections.ObjectionPage, form: forms.DecisionForm | None = None) -> HttpResponse:
    actor = request.actor
    may_decide = actor.may("hearings.decide") and found.line.state == "open"
    is_barred = actor.user_id in found.barred
    context = {
        "page": found,
        "line": found.line,
        "is_barred": may_decide and is_barred,
        "form": (form or forms.DecisionForm(remedies=found.remedies)) if may_decide and not is_barred else None,
        "may_reply": actor.may("hearings.take_down") and found.line.state != "open" and not found.replied_at,
    }
    return render(request, "hearings/desk/objection.html", context, status=422 if form else 200)


@page("hearings.decide")
@require_POST
def decision(request: Request, objection_id: int) -> HttpResponse:
    """What came of the examination."""
    found = _found(request, objection_id)
    form = forms.DecisionForm(request.POST, remedies=found.remedies)

    def act() -> Any:
        actions.decide(objection_id=objection_id, decision=form.decision(), by=request.actor, at=timezone.now())
        messages.success(request, _("异议已处理，并通知了有关的人。对金额的影响会出现在下一次每月发放里。"))
        return redirect("hearings:objection", objection_id)

    return _taken(form, act) or _show(request, found, form)


def _taken(form: Form, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """The answer of `act`; None where the form is wrong or the step refused, which then stands on the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (actions.HearingRefused, StepRefused) as refused:
        form.add_error(None, say(refused.words))
        return None


@page("hearings.take_down")
@require_POST
def replied(request: Request, objection_id: int) -> HttpResponse:
    """The objector was told."""
    _found(request, objection_id)
    try:
        actions.reply(objection_id=objection_id, by=request.actor, at=timezone.now())
    except actions.HearingRefused as refused:
        messages.error(request, say(refused.words))
    return redirect("hearings:objection", objection_id)


def _enrolment(request: Request, enrolment_id: int) -> EnrolmentLine:
    return or_404(enrolment_line(enrolment_id, actor=request.actor, on=timezone.localdate()))


@page("hearings.take_down")
@require_http_methods(["GET", "HEAD", "POST"])
def caller(request: Request, enrolment_id: int) -> HttpResponse:
    """Writes an objection down for somebody who called or came."""
    line, form = _enrolment(request, enrolment_id), forms.CallerForm(request.POST or None)

    def act() -> HttpResponse:
        told = form.grievance()
        made = actions.take_down(enrolment_id=line.id, grievance=told, by=request.actor, at=timezone.now())
        messages.success(request, _("异议已登记，查询码 %(code)s，请告诉提出人。") % {"code": made.code})
        return redirect("hearings:objection", made.pk)

    context = {"line": line, "form": form}
    done = _taken(form, act) if request.method == "POST" else None
    return done or render(request, "hearings/desk/caller.html", context, status=422 if form.errors else 200)


@page("hearings.take_down")
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Request, enrolment_id: int) -> HttpResponse:
    """Writes down that the older person disputes their own sum."""
    line, form = _enrolment(request, enrolment_id), forms.OwnObjectionForm(request.POST or None)

    def act() -> HttpResponse:
        made = actions.object_to_own(
            person_id=line.person_id, pack=line.pack, programme=line.programme, grievance=form.grievance(),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("异议已登记，由另外的人核查。"))
        return redirect("hearings:objection", made.pk)

    done = _taken(form, act) if request.method == "POST" else None
    context = {"line": line, "form": form, "is_own": True}
    return done or render(request, "hearings/desk/caller.html", context, status=422 if form.errors else 200)


@page("hearings.view")
@require_safe
def notice_list(request: Request) -> HttpResponse:
    """Every notice, standing or over."""
    found = notices.notices_of(request.actor, on=timezone.localdate())
    return render(request, "hearings/desk/notices.html", {"notices": found})


@page("hearings.view")
@require_safe
def notice(request: Request, notice_id: int) -> HttpResponse:
    """One notice as it was published, with its proof and how often it was opened."""
    found = or_404(notices.notice_view(notice_id, actor=request.actor, on=timezone.localdate()))
    context = {"notice": found, "opened": notices.opened_by_day(notice_id)}
    return render(request, "hearings/desk/notice.html", context)


@page("hearings.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: Request) -> HttpResponse:
    """Chooses new benefits, of late or of one month (`?cycle=`), and publishes them."""
    asked = request.GET.get("cycle", "")
    cycle = number_in(asked) or None
    today = timezone.localdate()
    found = notices.candidates(actor=request.actor, on=today, cycle_id=cycle)
    form = forms.PublishForm(request.POST or None, found=found)

    def act() -> HttpResponse:
        chosen = [int(value) for value in form.cleaned_data["enrolments"]]
        made = actions.publish(enrolment_ids=chosen, cycle_id=cycle, by=request.actor, at=timezone.now())
        messages.success(request, _("已经公示。"))
        return redirect("hearings:notice", made.pk)

    done = _taken(form, act) if request.method == "POST" else None
    terms = terms_in_force(pack=settings.PACK, on=today)
    context = {"form": form, "found": found, "terms": terms}
    return done or render(request, "hearings/desk/publishing.html", context, status=422 if form.errors else 200)


@page("hearings.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request) -> HttpResponse:
    """How many working days a notice stands and an objection may take."""
    form = forms.TermForm(request.POST or None)

    def act() -> HttpResponse:
        actions.set_term(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("已登记，从那一天起的公示和异议按新的天数。"))
        return redirect("hearings:terms")

    done = _taken(form, act) if request.method == "POST" else None
    context = {"form": form, "terms": terms_in_force(pack=settings.PACK, on=timezone.localdate())}
    return done or render(request, "hearings/desk/terms.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("", objection_list, name="objections"),
    path("objections/<int:objection_id>/", objection, name="objection"),
    path("objections/<int:objection_id>/decision", decision, name="decision"),
    path("objections/<int:objection_id>/reply", replied, name="reply"),
    path("enrolments/<int:enrolment_id>/objection/", caller, name="caller"),
    path("enrolments/<int:enrolment_id>/own-objection/", own, name="own"),
    path("notices/", notice_list, name="notices"),
    path("notices/<int:notice_id>/", notice, name="notice"),
    path("publishing/", publishing, name="publishing"),
    path("terms/", terms, name="terms"),
]
