"""For firms and clerks: the list of jobs, and one job with its next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yinling.care.adaptation import actions, queries
from yinling.care.adaptation.domain.refusals import StepRefused, WrongState
from yinling.care.adaptation.queries import JobPage
from yinling.care.adaptation.queries.jobs import PAGE_ROWS
from yinling.care.adaptation.web import forms
from yinling.design.pages import Request, number_in, or_404, page
from yinling.foundation.documents.actions import FileRefused
from yinling.kernel.actor import Actor
from yinling.needs.casework.domain.refusals import StepRefused as CaseRefused
from yinling.people.registry.queries import contact_of

REFUSALS = (StepRefused, CaseRefused, FileRefused)
DONE = {
    "assign": gettext_lazy("已指派，并通知了企业。"),
    "survey": gettext_lazy("评估已保存，请接着报价。"),
    "agree": gettext_lazy("已记录老人同意报价，补贴已核定。"),
    "contract": gettext_lazy("合同已登记，可以开工。"),
    "start": gettext_lazy("已登记开工。"),
    "finish": gettext_lazy("已登记完工，等老人验收。"),
    "accept": gettext_lazy("验收意见已记录。"),
    "after_check": gettext_lazy("回访已保存。"),
}


@page("adaptation.work", "adaptation.view")
@require_safe
def work_list(request: Request) -> HttpResponse:
    """The actor's jobs by state, oldest first."""
    state, after, today = request.GET.get("state", ""), request.GET.get("after", ""), timezone.localdate()
    rows = queries.job_rows(request.actor, on=today, wanted=[state] if state else [], after_id=number_in(after))
    context = {
        "rows": rows,
        "counts": queries.state_counts(request.actor, on=today),
        "state": state,
        "shows_firm": request.actor.organisation_id is None,
        "next_url": f"?state={state}&after={rows[-1].id}" if len(rows) == PAGE_ROWS else "",
        "first_url": f"?state={state}" if after else "",
    }
    return render(request, "adaptation/desk/work_list.html", context)


def _found(request: Request, job_id: int) -> JobPage:
    return or_404(queries.job_page(job_id, actor=request.actor, on=timezone.localdate()))


def _open_forms(found: JobPage, actor: Actor) -> dict[str, Any]:
    """An empty form for each step that is open to the actor."""
    on_behalf = not found.is_applicant
    made: dict[str, Callable[[], Any]] = {
        "assign": lambda: forms.AssignForm(area=found.row.area, initial={"firm_id": found.row.firm_id}),
        "survey": forms.SurveyForm,
        "quote": lambda: forms.quote_lines(last=found.quotes[-1].lines if found.quotes else ()),
        "agree": forms.OnBehalfForm if on_behalf else Form,
        "contract": forms.ContractForm,
        "start": forms.StartForm,
        "finish": forms.FinishForm,
        "accept": forms.ClerkVerdictForm if on_behalf else forms.AcceptForm,
        "after_check": forms.AfterCheckForm,
    }
    return {verb: make() for verb, make in made.items() if verb in found.verbs}


def _show(request: Request, found: JobPage, **bound: Any) -> HttpResponse:
    shows_contact = found.is_open and request.actor.may("adaptation.work")
    context = {
        "page": found,
        "forms": {**_open_forms(found, request.actor), **bound},
        "note_form": bound.get("note") or forms.QuoteForm(),
        "contact_form": bound.get("contact_form") or (forms.ContactForm() if shows_contact else None),
        "contact": bound.get("contact"),
    }
    return render(request, "adaptation/desk/job.html", context)


def _step(
    request: Request, job_id: int, verb: str, make: Callable[[JobPage], Any], act: Callable[[Any], object]
) -> HttpResponse:
    """One form, one action, one redirect; a refusal is shown on the form, or as a message where the step is over."""
    found = _found(request, job_id)
    if verb not in found.verbs:
        messages.error(request, WrongState.words)
        return redirect("adaptation:job", job_id)
    form = make(found)
    if form.is_valid():
        try:
            act(form)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, DONE[verb])
            return redirect("adaptation:job", job_id)
    return _show(request, found, **{verb: form})


@page("adaptation.work", "adaptation.view")
@require_safe
def job(request: Request, job_id: int) -> HttpResponse:
    """One job with everything around it."""
    return _show(request, _found(request, job_id))


@page("adaptation.work")
@require_POST
def contact(request: Request, job_id: int) -> HttpResponse:
    """Shows name, telephone and address while the job is open; the read is logged."""
    found, form = _found(request, job_id), forms.ContactForm(request.POST)
    if not found.is_open:
        raise Http404
    if not form.is_valid():
        return _show(request, found, contact_form=form)
    reason = f"{found.row.case_number}：{form.cleaned_data['reason']}"
    seen = contact_of(found.row.person_id, actor=request.actor, reason=reason, at=timezone.now())
    response = _show(request, found, contact=seen)
    response["Cache-Control"] = "private, no-store"
    return response


@page("adaptation.assign")
@require_POST
def assignment(request: Request, job_id: int) -> HttpResponse:
    """Gives the job to a firm."""
    return _step(
        request, job_id, "assign",
        lambda found: forms.AssignForm(request.POST, area=found.row.area),
        lambda form: actions.assign_firm(job_id=job_id, **form.cleaned_data, **_who(request)),
    )  # fmt: skip


def open_quote_id(found: JobPage) -> int:
    """The quote that waits for an answer; 0, which is none, where it was answered meanwhile."""
    return found.quote.id if found.quote else 0


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


@page("adaptation.work")
@require_POST
def survey(request: Request, job_id: int) -> HttpResponse:
    """Keeps a survey."""
    return _step(
        request, job_id, "survey",
        lambda found: forms.SurveyForm(request.POST, request.FILES),
        lambda form: actions.record_survey(job_id=job_id, paper=form.paper(), **_who(request)),
    )  # fmt: skip


@page("adaptation.work")
@require_POST
def quotes(request: Request, job_id: int) -> HttpResponse:
    """Keeps a quote, or gives more empty lines."""
    found, note = _found(request, job_id), forms.QuoteForm(request.POST)
    lines = forms.quote_lines(request.POST)
    if "more" in request.POST and "quote" in found.verbs:
        return _show(request, found, quote=forms.with_more_lines(request.POST), note=note)
    if "quote" not in found.verbs:
        messages.error(request, WrongState.words)
    elif not (lines.is_valid() and note.is_valid()):
        return _show(request, found, quote=lines, note=note)
    else:
        try:
            actions.submit_quote(job_id=job_id, lines=lines.lines(), **note.cleaned_data, **_who(request))
            messages.success(request, _("报价已提交，等老人同意。"))
        except REFUSALS as refused:
            note.add_error(None, str(refused))
            return _show(request, found, quote=lines, note=note)
    return redirect("adaptation:job", job_id)


@page("adaptation.assign")
@require_POST
def agreement(request: Request, job_id: int) -> HttpResponse:
    """A clerk records that the household agreed."""
    return _step(
        request, job_id, "agree",
        lambda found: forms.OnBehalfForm(request.POST),
        lambda form: actions.agree_quote(
            quote_id=open_quote_id(_found(request, job_id)), **form.cleaned_data, **_who(request)
        ),
    )  # fmt: skip


@page("adaptation.work")
@require_POST
def contract(request: Request, job_id: int) -> HttpResponse:
    """Keeps the contract."""
    return _step(
        request, job_id, "contract",
        lambda found: forms.ContractForm(request.POST),
        lambda form: actions.sign_contract(job_id=job_id, terms=form.terms(), **_who(request)),
    )  # fmt: skip


@page("adaptation.work")
@require_POST
def start(request: Request, job_id: int) -> HttpResponse:
    """The works begin."""
    return _step(
        request, job_id, "start",
        lambda found: forms.StartForm(request.POST, request.FILES),
        lambda form: actions.start_work(job_id=job_id, **form.cleaned_data, **_who(request)),
    )  # fmt: skip


@page("adaptation.work")
@require_POST
def finish(request: Request, job_id: int) -> HttpResponse:
    """The works are done."""
    return _step(
        request, job_id, "finish",
        lambda found: forms.FinishForm(request.POST, request.FILES),
        lambda form: actions.finish_work(job_id=job_id, **form.cleaned_data, **_who(request)),
    )  # fmt: skip


@page("adaptation.assign")
@require_POST
def acceptance(request: Request, job_id: int) -> HttpResponse:
    """A clerk records the household's answer to the works."""
    verbs = {"yes": actions.accept_work, "no": actions.ask_rework}
    return _step(
        request, job_id, "accept",
        lambda found: forms.ClerkVerdictForm(request.POST),
        lambda form: verbs[form.cleaned_data["satisfied"]](
            job_id=job_id, verdict=form.verdict(), reason=form.cleaned_data["reason"], **_who(request)
        ),
    )  # fmt: skip


@page("adaptation.assign")
@require_POST
def after_checks(request: Request, job_id: int) -> HttpResponse:
    """Keeps what a later call or visit found."""
    return _step(
        request, job_id, "after_check",
        lambda found: forms.AfterCheckForm(request.POST),
        lambda form: actions.note_after_check(job_id=job_id, **form.cleaned_data, **_who(request)),
    )  # fmt: skip


@page("adaptation.work", "adaptation.view")
@require_safe
def quote_sheet(request: Request, job_id: int, version: int) -> HttpResponse:
    """One quote to print."""
    found = _found(request, job_id)
    quote = or_404(next((quote for quote in found.quotes if quote.version == version), None))
    return render(request, "adaptation/desk/quote.html", {"page": found, "quote": quote})


urlpatterns = [
    path("", work_list, name="work_list"),
    path("<int:job_id>/", job, name="job"),
    path("<int:job_id>/contact/", contact, name="contact"),
    path("<int:job_id>/assignment/", assignment, name="assignment"),
    path("<int:job_id>/survey/", survey, name="survey"),
    path("<int:job_id>/quotes/", quotes, name="quotes"),
    path("<int:job_id>/quotes/<int:version>/", quote_sheet, name="quote"),
    path("<int:job_id>/agreement/", agreement, name="agreement"),
    path("<int:job_id>/contract/", contract, name="contract"),
    path("<int:job_id>/start/", start, name="start"),
    path("<int:job_id>/finish/", finish, name="finish"),
    path("<int:job_id>/acceptance/", acceptance, name="acceptance"),
    path("<int:job_id>/after-checks/", after_checks, name="after_checks"),
]
