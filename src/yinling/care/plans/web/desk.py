"""For clerks and providers: the list of plans, one plan with its next step, an item of it."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.catalogue.domain.refusals import CatalogueRefused
from yinling.care.plans import actions, queries
from yinling.care.plans.domain.refusals import PlanRefused
from yinling.care.plans.models import VersionState
from yinling.care.plans.queries import PlanPage
from yinling.care.plans.queries.pages import PAGE_ROWS, written_item
from yinling.care.plans.web import forms
from yinling.care.plans.web.panels import panels_for
from yinling.design.pages import Request, number_in, or_404, page
from yinling.people.registry.queries import person_card

REFUSALS = (PlanRefused, CatalogueRefused)
SHOWN_STATES = [
    choice for choice in VersionState.choices if choice[0] in {"draft", "proposed", "declined", "agreed"}
]  # fmt: skip


@page("plans.view")
@require_safe
def plans(request: Request) -> HttpResponse:
    """Plans that are open, by state, or those whose review is due."""
    state, due, after = (request.GET.get(name, "") for name in ("state", "due", "after"))
    rows = queries.plan_lines(
        request.actor, on=timezone.localdate(), state=state, is_due=bool(due),
        after_id=number_in(after),
    )  # fmt: skip
    base = f"?state={state}&due={due}"
    context = {
        "rows": rows,
        "state": state,
        "due": due,
        "states": SHOWN_STATES,
        "shows_provider": request.actor.organisation_id is None,
        "next_url": f"{base}&after={rows[-1].id}" if len(rows) == PAGE_ROWS else "",
        "first_url": base if after else "",
    }
    return render(request, "plans/desk/plans.html", context)


def _found(request: Request, plan_id: int) -> PlanPage:
    return or_404(queries.plan_page(plan_id, actor=request.actor, on=timezone.localdate()))


@page("plans.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A plan for a person, who is named in the address."""
    person = request.GET.get("person", "")
    card = person_card(number_in(person), actor=request.actor, on=timezone.localdate())
    form = forms.OpenForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        open_it = actions.open_plan if "empty" in request.POST else actions.open_from_assessment
        try:
            plan = open_it(person_id=card.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, refused.words)
        else:
            return redirect("plans:plan", plan.pk)
    context = {"form": form, "card": card, "level": queries.level_for_plan(card.id, on=timezone.localdate())}
    return render(request, "plans/desk/new.html", context, status=400 if form.errors else 200)


@page("plans.view")
@require_safe
def plan(request: Request, plan_id: int) -> HttpResponse:
    """One plan: what holds, what is being written, what may be done next."""
    found = _found(request, plan_id)
    may = request.actor.may("plans.manage") and found.ended_on is None
    written = found.written
    context = {
        "page": found,
        "may": may,
        "level": queries.level_for_plan(found.line.person_id, on=timezone.localdate()) if may and written else None,
        "package_form": forms.PackageForm() if may and written else None,
        "content_form": forms.ContentForm.of(written) if may and written else None,
        "agreement_form": forms.AgreementForm() if may and written and written.state == "proposed" else None,
        "reason_form": forms.ReasonForm(prefix="again") if may and not written else None,
        "panels": panels_for(found.line.person_id, request.actor),
        "end_form": forms.EndForm(prefix="end") if may else None,
    }
    return render(request, "plans/desk/plan.html", context)


@page("plans.view")
@require_safe
def version(request: Request, plan_id: int, number: int) -> HttpResponse:
    """One version as it was."""
    found = or_404(queries.version_page(plan_id, number, actor=request.actor, on=timezone.localdate()))
    return render(request, "plans/desk/version.html", {"version": found, "page": _found(request, plan_id)})


def _step(request: Request, plan_id: int, form: Form, act: Callable[..., object], done: Any) -> HttpResponse:
    """One form, one action, one redirect."""
    _found(request, plan_id)
    if form.is_valid():
        try:
            act(plan_id=plan_id, by=request.actor, at=timezone.now())
        except REFUSALS as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, done)
    else:
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("plans:plan", plan_id)


@page("plans.manage")
@require_POST
def content(request: Request, plan_id: int) -> HttpResponse:
    """Goals and days of the version that is being written."""
    form = forms.ContentForm(request.POST)
    return _step(request, plan_id, form, lambda **who: actions.write(form.content(), **who), _("已保存。"))


@page("plans.manage")
@require_http_methods(["GET", "POST"])
def item(request: Request, plan_id: int) -> HttpResponse:
    """A planned service: a new one, or one of the version that is being written."""
    found = _found(request, plan_id)
    named = request.GET.get("item", "")
    known = written_item(plan_id, number_in(named))
    form = forms.ItemForm(
        request.POST or None, actor=request.actor, provider_id=found.line.provider_id,
        initial=forms.ItemForm.initial_of(known) if known else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        number = known.pk if known else None
        try:
            actions.put_item(form.details(), plan_id=plan_id, item_id=number, by=request.actor, at=timezone.now())
        except REFUSALS as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("服务项目已保存。"))
            return redirect("plans:plan", plan_id)
    context = {"form": form, "page": found, "is_known": known is not None}
    return render(request, "plans/desk/item.html", context, status=400 if form.errors else 200)


@page("plans.manage")
@require_POST
def removal(request: Request, plan_id: int) -> HttpResponse:
    """Takes an item out of the version that is being written."""
    named = request.POST.get("item", "")
    number = number_in(named)
    return _step(
        request, plan_id, Form({}), lambda **who: actions.remove_item(item_id=number, **who), _("已去掉这个项目。")
    )


@page("plans.manage")
@require_POST
def draft(request: Request, plan_id: int) -> HttpResponse:
    """Goals and services as the assessment asks for."""
    return _fill(request, plan_id, actions.draft_from_assessment)


@page("plans.manage")
@require_POST
def package(request: Request, plan_id: int) -> HttpResponse:
    """The services of a package."""
    chosen = request.POST.get("package", "")
    return _fill(request, plan_id, lambda **who: actions.add_package(package=chosen, **who))


def _fill(request: Request, plan_id: int, act: Callable[..., actions.Drafted]) -> HttpResponse:
    _found(request, plan_id)
    try:
        done = act(plan_id=plan_id, by=request.actor, at=timezone.now())
    except REFUSALS as refused:
        messages.error(request, refused.words)
    else:
        if done.added:
            messages.success(request, _("已写入：%(names)s。请核对时间和次数。") % {"names": "、".join(done.added)})
        if done.kept:
            messages.info(request, _("计划里已经有，没有改动：%(names)s。") % {"names": "、".join(done.kept)})
    return redirect("plans:plan", plan_id)


SIMPLE: dict[str, tuple[Callable[[Any], Form], Callable[..., object], Any]] = {
    "new-version": (
        lambda data: forms.ReasonForm(data, prefix="again"),
        lambda reason, **who: actions.start_version(why=reason, **who), gettext_lazy("可以改了，改好再请老人同意。"),
    ),
    "proposal": (Form, actions.propose, gettext_lazy("已请老人看计划。")),
    "agreement": (
        forms.AgreementForm,
        lambda agreed_by, agreed_as, agreed_how, **who: actions.agree(
            agreement=actions.Agreement(agreed_by, agreed_as, agreed_how), **who
        ),
        gettext_lazy("已记录同意，计划从生效日起执行。"),
    ),
    "refusal": (forms.ReasonForm, actions.decline, gettext_lazy("已记录老人的意见，请修改计划。")),
    "end": (lambda data: forms.EndForm(data, prefix="end"), actions.end, gettext_lazy("计划已结束。")),
}  # fmt: skip


@page("plans.manage")
@require_POST
def step(request: Request, plan_id: int, slug: str) -> HttpResponse:
    """One of the steps of a plan."""
    if slug not in SIMPLE:
        raise Http404
    make, act, done = SIMPLE[slug]
    form = make(request.POST)
    return _step(request, plan_id, form, lambda **who: act(**form.cleaned_data, **who), done)


urlpatterns = [
    path("", plans, name="plans"),
    path("new/", new, name="new"),
    path("<int:plan_id>/", plan, name="plan"),
    path("<int:plan_id>/versions/<int:number>/", version, name="version"),
    path("<int:plan_id>/content/", content, name="content"),
    path("<int:plan_id>/items/", item, name="item"),
    path("<int:plan_id>/items/removal/", removal, name="removal"),
    path("<int:plan_id>/draft/", draft, name="draft"),
    path("<int:plan_id>/packages/", package, name="package"),
    path("<int:plan_id>/steps/<slug:slug>/", step, name="step"),
]
