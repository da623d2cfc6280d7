"""For staff: firms and sites; the bureau registers and changes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, or_404, page
from yinling.people.places.queries import full_name, full_names
from yinling.people.providers import actions
from yinling.people.providers.models import Provider
from yinling.people.providers.queries import facility_kinds, providers_visible, site_lines, sites_visible
from yinling.people.providers.web.forms import (
    AccountForm,
    ProviderChangeForm,
    ProviderForm,
    SiteForm,
    SiteStatusForm,
)

_PAGE_ROWS = 30


@page("providers.view")
@require_safe
def providers(request: Request) -> HttpResponse:
    """Firms that serve the viewer's area."""
    text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    found = providers_visible(request.actor).filter(name__contains=text).order_by("id")
    rows = list((found.filter(id__gt=int(after)) if after.isdigit() else found)[: _PAGE_ROWS + 1])
    shown = rows[:_PAGE_ROWS]
    places = full_names([row.area for row in shown])
    context = {
        "rows": [(row, places[row.area]) for row in shown],
        "text": text,
        "next_url": f"?q={text}&after={shown[-1].pk}" if len(rows) > _PAGE_ROWS else "",
        "first_url": f"?q={text}" if after else "",
    }
    return render(request, "providers/providers.html", context)


@page("providers.view")
@require_safe
def provider(request: Request, provider_id: int) -> HttpResponse:
    """One firm with its sites."""
    found = _provider(request, provider_id)
    sites = sites_visible(request.actor).filter(provider=found).order_by("area", "name")
    context = {"found": found, "area_name": full_name(found.area), "lines": site_lines(sites)}
    return render(request, "providers/provider.html", context)


@page("providers.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Registers a firm."""
    form = ProviderForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.register_provider(form.details(), by=request.actor, at=timezone.now())
        except actions.AlreadyRegistered as fault:
            form.add_error("uscc", str(fault))
        else:
            messages.success(request, _("已登记"))
            return redirect("providers:provider", found.pk)
    return _form_page(request, form, _("登记机构"))


@page("providers.manage")
@require_http_methods(["GET", "POST"])
def change(request: Request, provider_id: int) -> HttpResponse:
    """Changes a firm, with a reason."""
    found = _provider(request, provider_id)
    now = {name: getattr(found, name) for name in (*ProviderForm.base_fields, "status")}
    form = ProviderChangeForm(request.POST or None, actor=request.actor, initial=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.change_provider(
            provider_id=found.pk, details=form.details(), status=given["status"], reason=given["reason"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("已变更"))
        return redirect("providers:provider", found.pk)
    return _form_page(request, form, _("变更机构"))


@page("providers.manage")
@require_http_methods(["GET", "POST"])
def account(request: Request, provider_id: int) -> HttpResponse:
    """Sets the bank account."""
    found = _provider(request, provider_id)
    form = AccountForm(request.POST or None, initial={"bank_name": found.bank_name, "account_name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_bank_account(provider_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except actions.DetailsRefused as fault:
            form.add_error("account_number", str(fault))
        else:
            messages.success(request, _("收款账户已更新"))
            return redirect("providers:provider", found.pk)
    return _form_page(request, form, _("收款账户"))


@page("providers.view")
@require_safe
def sites(request: Request) -> HttpResponse:
    """Facilities in the viewer's area, by kind and status."""
    kind, after = request.GET.get("kind", ""), request.GET.get("after", "")
    found = sites_visible(request.actor).order_by("id")
    found = found.filter(kind=kind) if kind else found
    rows = list((found.filter(id__gt=int(after)) if after.isdigit() else found)[: _PAGE_ROWS + 1])
    context = {
        "lines": site_lines(rows[:_PAGE_ROWS]),
        "kinds": facility_kinds(),
        "kind": kind,
        "next_url": f"?kind={kind}&after={rows[_PAGE_ROWS - 1].pk}" if len(rows) > _PAGE_ROWS else "",
        "first_url": f"?kind={kind}" if after else "",
    }
    return render(request, "providers/sites.html", context)


@page("providers.view")
@require_safe
def site(request: Request, site_id: int) -> HttpResponse:
    """One facility with the statuses it went through."""
    found = get_object_or_404(sites_visible(request.actor).select_related("provider"), pk=site_id)
    spells = [
        {"what": spell.get_status_display(), "who": spell.by_name, "when": spell.since, "why": spell.reason}
        for spell in found.spells.all()
    ]
    return render(request, "providers/site.html", {"line": site_lines([found])[0], "spells": spells})


@page("providers.manage")
@require_http_methods(["GET", "POST"])
def site_new(request: Request) -> HttpResponse:
    """Registers a facility."""
    form = SiteForm(request.POST or None, actor=request.actor, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.register_site(form.details(), by=request.actor, at=timezone.now())
        except actions.AlreadyRegistered as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, _("已登记"))
            return redirect("providers:site", found.pk)
    return _form_page(request, form, _("登记设施"))


@page("providers.manage")
@require_http_methods(["GET", "POST"])
def site_status(request: Request, site_id: int) -> HttpResponse:
    """A new status of a facility."""
    found = get_object_or_404(sites_visible(request.actor), pk=site_id)
    now = {"status": found.status, "since": timezone.localdate()}
    form = SiteStatusForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_site_status(site_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except actions.DetailsRefused as fault:
            form.add_error("since", str(fault))
        else:
            messages.success(request, _("状态已变更"))
            return redirect("providers:site", found.pk)
    return _form_page(request, form, _("变更设施状态"))


def _form_page(request: Request, form: object, heading: str) -> HttpResponse:
    failed = bool(getattr(form, "errors", None))
    return render(request, "providers/form.html", {"form": form, "heading": heading}, status=400 if failed else 200)


def _provider(request: Request, provider_id: int) -> Provider:
    return or_404(providers_visible(request.actor).filter(pk=provider_id).first())


urlpatterns = [
    path("", providers, name="providers"),
    path("new/", new, name="new"),
    path("<int:provider_id>/", provider, name="provider"),
    path("<int:provider_id>/change/", change, name="change"),
    path("<int:provider_id>/account/", account, name="account"),
    path("sites/", sites, name="sites"),
    path("sites/new/", site_new, name="site_new"),
    path("sites/<int:site_id>/", site, name="site"),
    path("sites/<int:site_id>/status/", site_status, name="site_status"),
]
