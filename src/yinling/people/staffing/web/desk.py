"""For the bureau and auditors: posts that a document asks for against those filled; populations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.people.places.queries import names_of
from yinling.people.staffing import actions
from yinling.people.staffing.queries import populations_visible, staffing_policies, staffing_tables
from yinling.people.staffing.web.forms import PopulationForm

_SHOWN = 200


@page("workforce.judge", "audit.view")
@require_safe
def tables(request: Request) -> HttpResponse:
    """Every rule of a document, by area and by site."""
    policies, wanted = staffing_policies(), request.GET.get("pack", "")
    chosen = next((one for one in policies if one.pack == wanted), policies[0] if policies else None)
    found = staffing_tables(chosen.pack, actor=request.actor, on=timezone.localdate()) if chosen else []
    return render(request, "staffing/tables.html", {"policies": policies, "chosen": chosen, "tables": found})


@page("workforce.judge")
@require_http_methods(["GET", "POST"])
def populations(request: Request) -> HttpResponse:
    """Registered people of towns, which some rules need."""
    form = PopulationForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_population(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已登记"))
            return redirect("staffing:populations")
        except actions.PopulationRefused as refused:
            form.add_error("counted_on", str(refused))
    rows = list(populations_visible(request.actor)[:_SHOWN])
    names = names_of([row.area for row in rows])
    context = {"form": form, "rows": [(names[row.area], row) for row in rows]}
    return render(request, "staffing/populations.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("", tables, name="tables"),
    path("populations/", populations, name="populations"),
]
