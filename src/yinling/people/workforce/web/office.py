"""For a provider's office: enter and correct its people, certificates, skills, hours and absences."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yinling.design.pages import Request, page
from yinling.kernel.dates import SHANGHAI
from yinling.people.workforce import actions
from yinling.people.workforce.models import Worker
from yinling.people.workforce.queries import pages
from yinling.people.workforce.queries.lists import shared_with
from yinling.people.workforce.web import forms
from yinling.people.workforce.web.steps import step, worker_or_404

MANAGE = "workforce.manage"


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Registers a worker of the provider."""
    form = forms.WorkerForm(request.POST or None, actor=request.actor)
    return step(
        request, form, lambda: _register(request, form), heading=_("登记人员"), back=reverse("workforce:workers")
    )


def _register(request: Request, form: forms.WorkerForm) -> None:
    worker = actions.register_worker(
        form.details(), provider_id=_own(request), by=request.actor, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("已登记。请继续登记健康证明、技能和工作时间，否则不能派工。"))
    if shared_with(worker, on=timezone.localdate()):
        messages.warning(request, _("这个身份证号在另一家机构也登记为在职，请与本人核实。"))


def _own(request: Request) -> int:
    """The provider for whom the viewer acts."""
    if request.actor.organisation_id is None:
        raise Http404
    return request.actor.organisation_id


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: Request, worker_id: int) -> HttpResponse:
    """Corrects a worker, with a reason."""
    found = worker_or_404(request, worker_id)
    now = {name: getattr(found, name) for name in forms.WorkerForm.base_fields if hasattr(found, name)}
    now |= {"languages": "、".join(found.languages)}
    form = forms.WorkerForm(request.POST or None, actor=request.actor, is_new=False, initial=now)
    return _step(request, form, found, _("更正人员信息"), lambda what: actions.change_worker(
        form.details(found.id_number), reason=form.cleaned_data["reason"], **what
    ))  # fmt: skip


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def leaving(request: Request, worker_id: int) -> HttpResponse:
    """The end of an employment."""
    found, form = worker_or_404(request, worker_id), forms.LeavingForm(request.POST or None)
    return _step(request, form, found, _("登记离职"), lambda what: actions.end_employment(**form.cleaned_data, **what))


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def certificate(request: Request, worker_id: int) -> HttpResponse:
    """Records a certificate."""
    found = worker_or_404(request, worker_id)
    form = forms.CertificateForm(request.POST or None, request.FILES or None)
    return _step(
        request, form, found, _("登记证书"), lambda what: actions.record_qualification(form.details(), **what)
    )  # fmt: skip


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def withdrawal(request: Request, qualification_id: int) -> HttpResponse:
    """A certificate was entered wrongly or taken away."""
    found = worker_or_404(request, pages.worker_of_qualification(qualification_id, actor=request.actor))
    form = forms.ReasonForm(request.POST or None)
    return step(
        request,
        form,
        lambda: actions.withdraw_qualification(
            qualification_id=qualification_id, by=request.actor, at=timezone.now(), **form.cleaned_data
        ),
        heading=_("作废证书"),
        back=found.get_absolute_url(),
    )


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def skills(request: Request, worker_id: int) -> HttpResponse:
    """What a worker can do."""
    found = worker_or_404(request, worker_id)
    now = {"skills": list(found.skills.values_list("code", flat=True))}
    form = forms.SkillsForm(request.POST or None, initial=now)
    return _step(request, form, found, _("技能"), lambda what: actions.set_skills(**form.cleaned_data, **what))


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def hours(request: Request, worker_id: int) -> HttpResponse:
    """Agreed hours from a day on."""
    found = worker_or_404(request, worker_id)
    agreed = pages.hours_by_weekday(found, on=timezone.localdate())
    form = forms.HoursForm(request.POST or None, initial={f"day_{day}": words for day, words in agreed})
    return _step(request, form, found, _("工作时间"), lambda what: actions.set_hours(
        hours=form.cleaned_data["hours"], valid_from=form.cleaned_data["valid_from"], **what
    ))  # fmt: skip


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def absence(request: Request, worker_id: int) -> HttpResponse:
    """Records that a worker is away."""
    found, form = worker_or_404(request, worker_id), forms.AbsenceForm(request.POST or None)
    return _step(
        request, form, found, _("登记请假"),
        lambda what: actions.record_absence(absence_details(form.cleaned_data), **what),
    )  # fmt: skip


def absence_details(given: dict[str, Any]) -> actions.AbsenceDetails:
    """Days and times of the form as moments; without times, whole days."""
    first = datetime.combine(given["starts_on"], given["starts_at"] or time(), tzinfo=SHANGHAI)
    if given["ends_at"]:
        last = datetime.combine(given["ends_on"], given["ends_at"], tzinfo=SHANGHAI)
    else:
        last = datetime.combine(given["ends_on"] + timedelta(days=1), time(), tzinfo=SHANGHAI)
    return actions.AbsenceDetails(first, last, given["reason"], given["note"])


@page(MANAGE)
@require_POST
def absence_withdrawal(request: Request, absence_id: int) -> HttpResponse:
    """The worker is there after all."""
    found = worker_or_404(request, pages.worker_of_absence(absence_id, actor=request.actor))
    actions.withdraw_absence(absence_id=absence_id, by=request.actor, at=timezone.now())
    messages.success(request, _("已撤销请假"))
    return redirect(found.get_absolute_url())


def _step(request: Request, form: Any, worker: Worker, heading: str, act: Any) -> HttpResponse:
    what = {"worker_id": worker.pk, "by": request.actor, "at": timezone.now()}
    title = f"{heading}：{worker.name}"
    return step(request, form, lambda: act(what), heading=title, back=worker.get_absolute_url())


urlpatterns = [
    path("new/", new, name="new"),
    path("<int:worker_id>/change/", change, name="change"),
    path("<int:worker_id>/leaving/", leaving, name="leaving"),
    path("<int:worker_id>/certificates/new/", certificate, name="certificate"),
    path("certificates/<int:qualification_id>/withdrawal/", withdrawal, name="withdrawal"),
    path("<int:worker_id>/skills/", skills, name="skills"),
    path("<int:worker_id>/hours/", hours, name="hours"),
    path("<int:worker_id>/absences/new/", absence, name="absence"),
    path("absences/<int:absence_id>/withdrawal/", absence_withdrawal, name="absence_withdrawal"),
]
