"""For the bureau: policy values, entered by one person and confirmed by another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, or_404, page
from yinling.needs.entitlements import actions
from yinling.needs.entitlements.models import ParameterValue
from yinling.needs.entitlements.queries.parameters import SettingLine, setting, settings_in_force
from yinling.needs.entitlements.web.forms import RefusalForm, ValueForm

LATE = _("这个数值已经由别人处理过了。")


@page("entitlements.view_parameters")
@require_safe
def parameters(request: Request) -> HttpResponse:
    """Every value in force today, and what waits for a second person."""
    lines = settings_in_force(on=timezone.localdate())
    context = {
        "numbers": _by_document([line for line in lines if not line.is_option]),
        "options": [line for line in lines if line.is_option],
        "waiting": [(line, value) for line in lines for value in line.proposed],
    }
    return render(request, "entitlements/desk/parameters.html", context)


def _by_document(lines: list[SettingLine]) -> list[tuple[str, list[SettingLine], int]]:
    """Values of each policy, in the order given, and how many of them nobody has published yet."""
    found: dict[str, list[SettingLine]] = {}
    for line in lines:
        found.setdefault(line.document, []).append(line)
    return [(document, rows, sum(not row.since for row in rows)) for document, rows in found.items()]


@page("entitlements.view_parameters")
@require_safe
def parameter(request: Request, pack: str, name: str) -> HttpResponse:
    """One value: what is in force and all that was ever entered."""
    return render(request, "entitlements/desk/parameter.html", {"line": _line_or_404(pack, name)})


@page("entitlements.enter_parameter")
@require_http_methods(["GET", "POST"])
def parameter_value(request: Request, pack: str, name: str) -> HttpResponse:
    """Proposes a value."""
    line = _line_or_404(pack, name)
    form = ValueForm(request.POST or None, line=line)
    if form.is_valid():
        try:
            actions.enter_parameter(pack=pack, name=name, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, _("已录入，等待另一位同事确认后生效。"))
            return redirect("entitlements:parameter", pack, name)
        except actions.NotAValue as fault:
            form.add_error("value", str(fault))
        except actions.AlreadyProposed:
            form.add_error("valid_from", _("同一日期已有一个数值在等待确认。"))
    return render(request, "entitlements/desk/parameter_value.html", {"line": line, "form": form})


@page("entitlements.confirm_parameter")
@require_POST
def confirmation(request: Request, value_id: int) -> HttpResponse:
    """Puts a proposed value in force."""
    row = get_object_or_404(ParameterValue, pk=value_id)
    try:
        actions.confirm_parameter(value_id=row.pk, by=request.actor, at=timezone.now())
        messages.success(request, _("已确认生效。已经作出的认定不会自动改变。"))
    except actions.SamePerson:
        messages.error(request, _("录入和确认须由两个人完成。"))
    except actions.AlreadySettled:
        messages.error(request, LATE)
    return redirect("entitlements:parameter", row.pack, row.name)


@page("entitlements.confirm_parameter")
@require_http_methods(["GET", "POST"])
def refusal(request: Request, value_id: int) -> HttpResponse:
    """Turns a proposed value down."""
    row = get_object_or_404(ParameterValue, pk=value_id)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.refuse_parameter(value_id=row.pk, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, _("已退回，理由已记录。"))
        except actions.SamePerson:
            messages.error(request, _("录入和确认须由两个人完成。"))
        except actions.AlreadySettled:
            messages.error(request, LATE)
        return redirect("entitlements:parameter", row.pack, row.name)
    return render(request, "entitlements/desk/refusal.html", {"form": form, "line": _line_or_404(row.pack, row.name)})


def _line_or_404(pack: str, name: str) -> SettingLine:
    return or_404(setting(pack, name, on=timezone.localdate()))


urlpatterns = [
    path("parameters/", parameters, name="parameters"),
    path("parameters/<slug:pack>/<slug:name>/", parameter, name="parameter"),
    path("parameters/<slug:pack>/<slug:name>/values/", parameter_value, name="parameter_value"),
    path("parameter-values/<int:value_id>/confirmation/", confirmation, name="confirmation"),
    path("parameter-values/<int:value_id>/refusal/", refusal, name="refusal"),
]
