"""For the bureau and providers: the catalogue, one item with its prices, an item of the district's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.catalogue import actions, queries
from yinling.care.catalogue.domain.refusals import CatalogueRefused, UnknownService
from yinling.care.catalogue.web.forms import NewServiceForm, PriceForm, ServiceForm
from yinling.design.pages import Request, page
from yinling.kernel.actor import Actor


@page("catalogue.view")
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """Categories, the listed items, the services with their prices of today, the packages."""
    prices = queries.current_prices(request.actor, on=timezone.localdate())
    none = (None, None)
    sections = [(one, [(each, *prices.get(each.code, none)) for each in one.services]) for one in queries.sections()]
    lines = queries.services(with_withdrawn=True)
    context = {
        "sections": sections,
        "listed_count": sum(len(one.listed) for one, _rows in sections),
        "packages": [
            (each, [(lines[code].name, count) for code, count in each.items.items() if code in lines])
            for each in queries.packages().values()
        ],
        "may_manage": request.actor.may("catalogue.manage"),
        "is_provider": request.actor.organisation_id is not None,
        "source": queries.source(),
    }
    return render(request, "catalogue/catalogue.html", context)


def _found(code: str) -> queries.ServiceLine:
    try:
        return queries.service(code)
    except UnknownService as unknown:
        raise Http404 from unknown


def _may_price(actor: Actor) -> bool:
    return actor.may("catalogue.manage") or actor.may("catalogue.price")


@page("catalogue.view")
@require_safe
def service(request: Request, code: str) -> HttpResponse:
    """One item: what it asks for, its prices."""
    line, files = _found(code), queries.files()
    context = {
        "line": line,
        "skills": [files.skills.get(each, each) for each in line.skills],
        "proof": [files.proofs.get(each, each) for each in line.proof],
        "prices": queries.price_lines(request.actor, service_code=code, on=timezone.localdate()),
        "form": PriceForm() if _may_price(request.actor) else None,
        "may_manage": request.actor.may("catalogue.manage"),
    }
    return render(request, "catalogue/item.html", context)


@page("catalogue.manage", "catalogue.price")
@require_POST
def price(request: Request, code: str) -> HttpResponse:
    """A new price from a day on."""
    _found(code)
    form = PriceForm(request.POST)
    if form.is_valid():
        try:
            actions.set_price(service_code=code, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except CatalogueRefused as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, _("价格已保存。"))
    else:
        messages.error(request, _("请填写价格和日期，例如 60 元。"))
    return redirect("catalogue:service", code)


@page("catalogue.manage")
@require_http_methods(["GET", "POST"])
def change(request: Request, code: str) -> HttpResponse:
    """The district changes or withdraws an item."""
    line = _found(code)
    form = ServiceForm(request.POST, line=line) if request.method == "POST" else ServiceForm(line=line)
    if request.method == "POST" and form.is_valid():
        actions.change_service(form.details(code), by=request.actor, at=timezone.now())
        messages.success(request, _("已保存。"))
        return redirect("catalogue:service", code)
    context = {"form": form, "line": line}
    return render(request, "catalogue/form.html", context, status=400 if form.errors else 200)


@page("catalogue.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The district adds an item of its own."""
    form = NewServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_service(form.details(), by=request.actor, at=timezone.now())
        except CatalogueRefused as refused:
            form.add_error("code", refused.words)
        else:
            messages.success(request, _("已加入服务目录，请录入价格。"))
            return redirect("catalogue:service", row.code)
    return render(request, "catalogue/form.html", {"form": form}, status=400 if form.errors else 200)


urlpatterns = [
    path("", catalogue, name="catalogue"),
    path("new/", new, name="new"),
    path("<slug:code>/", service, name="service"),
    path("<slug:code>/price/", price, name="price"),
    path("<slug:code>/change/", change, name="change"),
]
