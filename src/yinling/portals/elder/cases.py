"""For the older person and their agents: apply, where it stands, papers, taking back, objecting. One action a page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.foundation.documents.actions import FileRefused
from yinling.needs.casework import actions
from yinling.needs.casework.domain.applications import unfinished
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.queries.cases import CaseUnknown
from yinling.needs.casework.queries.pages import CasePage, case_page
from yinling.needs.casework.queries.procedure import papers, programmes_open
from yinling.needs.casework.web.panels import panels_for
from yinling.needs.casework.web.posted import posted
from yinling.portals.elder.acting import person_of
from yinling.portals.elder.applying import form_page
from yinling.portals.elder.plain_words import PLAIN, stages_of

elder_page = page("elder.own", "elder.represent")


def paper_choices() -> list[tuple[str, str]]:
    """The papers of the procedure."""
    return [(paper.code, paper.name) for paper in papers()]


def first_asked(found: CasePage) -> str:
    """The code of the first paper that was asked for, where the procedure knows it."""
    asked = found.papers_open.papers if found.papers_open else []
    return next((paper.code for paper in papers() if paper.name in asked), "")


class PapersForm(forms.Form):
    """The paper that was asked for; another one may follow while others are missing."""

    kind = forms.ChoiceField(label=gettext_lazy("这是什么材料"), choices=paper_choices)
    file = forms.FileField(
        label=gettext_lazy("选文件或拍照"), required=False, help_text=gettext_lazy("照片或 PDF 都可以。")
    )
    answer = forms.CharField(
        label=gettext_lazy("想说的话"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawalForm(forms.Form):
    """Why, if the person wants to say."""

    reason = forms.CharField(
        label=gettext_lazy("为什么撤回"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObjectionForm(forms.Form):
    """What is wrong with the decision."""

    text = forms.CharField(
        label=gettext_lazy("哪里不同意，为什么"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 5})
    )


def _page_of(request: Request, case_id: int) -> CasePage:
    try:
        return case_page(case_id, actor=request.actor, on=timezone.localdate())
    except CaseUnknown as unknown:
        raise Http404 from unknown


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request) -> HttpResponse:
    """What is asked for, and one button to begin or go on."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    refused = ""
    if request.method == "POST":
        try:
            wanted = request.POST.get("programme", "")[:60]
            case = actions.start_draft(person_id=person_id, programme=wanted, by=request.actor, at=timezone.now())
            return redirect("elder:apply_page", case.pk, "who")
        except StepRefused as refusal:
            refused = _(refusal.words)
    context = {"papers": papers(), "choices": programmes_open(), "refused": refused}
    return render(request, "portals/elder/apply.html", context)


@elder_page
@require_safe
def case(request: Request, case_id: int) -> HttpResponse:
    """Where it stands in plain words, and what the person may do now."""
    found = _page_of(request, case_id)
    context = {
        "page": found,
        "plain": PLAIN[State(found.line.state)],
        "stages": stages_of(found.line.state),
        "resume": next((page.code for page in unfinished(found.answers)), "papers"),
        "may_object": may_object(found),
        "may_withdraw": "withdraw" in found.verbs and not found.standing.is_contracted,
        "reason": _reason(found),
        "panels": panels_for(case_id, request.actor, audience="elder"),
    }
    return render(request, "portals/elder/case.html", context)


def _reason(found: CasePage) -> str:
    """What the office wrote for the person, where the case stands still or was refused."""
    if found.line.state == State.REFUSED:
        return found.decision_reason
    return found.trail[-1].why if found.line.state in (State.NOT_ACCEPTED, State.PAPERS_REQUESTED) else ""


def may_object(found: CasePage) -> bool:
    """Whether the decision may still be disputed by the applicant."""
    until = found.standing.objection_until
    return "object" in found.verbs and (until is None or found.standing.on < until)


def _act(request: Request, case_id: int, form: forms.Form, run: Callable[[dict[str, Any]], Any], done: str) -> bool:
    """Runs one verb with a valid form; a refusal stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        run(form.cleaned_data)
    except (StepRefused, FileRefused) as refused:
        form.add_error(None, _(str(refused)))
        return False
    messages.success(request, done)
    return True


def _show(request: Request, template: str, found: CasePage, form: forms.Form) -> HttpResponse:
    return render(request, template, {"page": found, "form": form}, status=422 if form.errors else 200)


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def papers_answer(request: Request, case_id: int) -> HttpResponse:
    """Hands in a paper that was asked for, or says why it cannot be had."""
    found = _page_of(request, case_id)
    form = PapersForm(*posted(request), initial={"kind": first_asked(found)})

    def run(data: dict[str, Any]) -> None:
        file = data["file"]
        uploads = [actions.Upload(file.name, file.read(), data["kind"])] if file else []
        if "another" in request.POST and uploads:
            actions.attach(case_id=case_id, upload=uploads[0], by=request.actor, at=timezone.now())
        else:
            actions.answer_papers(
                case_id=case_id, uploads=uploads, answer=data["answer"], by=request.actor, at=timezone.now()
            )

    if _act(request, case_id, form, run, _("材料已收到。")):
        return redirect("elder:papers" if "another" in request.POST else "elder:case", case_id)
    return _show(request, "portals/elder/papers.html", found, form)


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: Request, case_id: int) -> HttpResponse:
    """Takes the application back, after asking once."""
    found, form = _page_of(request, case_id), WithdrawalForm(posted(request)[0])

    def run(data: dict[str, Any]) -> None:
        actions.withdraw(case_id=case_id, reason=data["reason"], by=request.actor, at=timezone.now())

    if _act(request, case_id, form, run, _("申请已撤回。")):
        return redirect("elder:case", case_id)
    return _show(request, "portals/elder/withdrawal.html", found, form)


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Request, case_id: int) -> HttpResponse:
    """Objects to the decision or the amount."""
    found, form = _page_of(request, case_id), ObjectionForm(posted(request)[0])

    def run(data: dict[str, Any]) -> None:
        grievance = actions.Grievance(text=data["text"], name=request.actor.name)
        actions.raise_objection(case_id=case_id, grievance=grievance, by=request.actor, at=timezone.now())

    if _act(request, case_id, form, run, _("异议已收到，会有另外的人来复核。")):
        return redirect("elder:case", case_id)
    return _show(request, "portals/elder/objection.html", found, form)


urlpatterns = [
    path("apply/", apply, name="apply"),
    path("apply/<int:case_id>/<slug:code>/", form_page, name="apply_page"),
    path("cases/<int:case_id>/", case, name="case"),
    path("cases/<int:case_id>/papers/", papers_answer, name="papers"),
    path("cases/<int:case_id>/withdrawal/", withdrawal, name="withdrawal"),
    path("cases/<int:case_id>/objection/", objection, name="objection"),
]
