"""For the bureau and finance: calculate, save, compute again, compare."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.gateways.spreadsheets import write_table
from yinling.needs.forecasts import actions
from yinling.needs.forecasts.domain.plans import Plan
from yinling.needs.forecasts.models import Scenario
from yinling.needs.forecasts.queries import plans as known
from yinling.needs.forecasts.queries import scenarios as saved
from yinling.needs.forecasts.queries import snapshots
from yinling.needs.forecasts.web.forms import CalculationForm, initial_of

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("forecasts.view")
@require_safe
def scenario_list(request: Request) -> HttpResponse:
    """Saved scenarios, and the data they stand on."""
    context = {
        "scenarios": saved.scenarios(actor=request.actor),
        "snapshot": snapshots.latest(),
        "running": snapshots.in_work(),
    }
    return render(request, "forecasts/desk/scenarios.html", context)


@page("forecasts.view")
@require_safe
def choice(request: Request) -> HttpResponse:
    """Which programmes to calculate."""
    context = {"packs": known.offers(), "chosen": request.GET.getlist("programme"), "snapshot": snapshots.latest()}
    return render(request, "forecasts/desk/choice.html", context)


@page("forecasts.view")
@require_http_methods(["GET", "POST"])
def calculation(request: Request) -> HttpResponse:
    """Assume and change; the answer stands below, and may be saved."""
    snapshot = snapshots.latest()
    plans = _plans(request)
    if not plans or snapshot is None:
        return redirect("forecasts:choice")
    form = CalculationForm(request.POST or None, plans=plans, on=snapshot.on, initial=_initial(request, plans))
    result = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "save":
                return _save(request, form)
            result = actions.compute(form.asked(), by=request.actor)
        except actions.ScenarioRefused as fault:
            form.add_error(None, str(fault))
    context = {"form": form, "sections": form.sections, "plans": plans, "snapshot": snapshot, **_shown(result)}
    return render(request, "forecasts/desk/calculation.html", context, status=400 if form.errors else 200)


def _plans(request: Request) -> list[Plan]:
    """The programmes that the address names; 404 for unknown ones."""
    snapshot = snapshots.latest()
    keys = list(dict.fromkeys(request.GET.getlist("programme")))[: actions.scenarios.PLANS_MAX]
    try:
        return [known.plan(key, on=snapshot.on) for key in keys] if snapshot else []
    except LookupError:
        raise Http404 from None


def _initial(request: Request, plans: list[Plan]) -> dict[str, Any]:
    number = request.GET.get("scenario", "")
    if not number.isdigit() or len(number) > 18:
        return {}
    scenario = _scenario(request, int(number))
    return initial_of(scenario.question, plans, scenario.snapshot.on) | {"name": scenario.name}


def _save(request: Request, form: CalculationForm) -> HttpResponse:
    name = form.cleaned_data["name"] or _("测算 %(at)s") % {"at": timezone.localtime().strftime("%Y-%m-%d %H:%M")}
    scenario = actions.save(form.asked(), name=name, by=request.actor, at=timezone.now())
    messages.success(request, _("方案已保存。"))
    return redirect("forecasts:scenario", scenario.pk)


def _shown(result: Any) -> dict[str, Any]:
    if result is None:
        return {"result": None}
    costs = [result["total"][side] for side in ("before_fen", "after_fen")]
    return {
        "result": result,
        "has_costs": any(cost is not None for cost in costs),
        "years_chart": saved.years_chart(result),
        "towns_chart": saved.groups_chart(result["towns"], _("街镇")),
        "ages_chart": saved.groups_chart(result["ages"], _("年龄")),
    }


@page("forecasts.view")
@require_safe
def scenario(request: Request, scenario_id: int) -> HttpResponse:
    """One saved scenario, as it was."""
    found = _scenario(request, scenario_id)
    context = {
        "scenario": found,
        "changes": saved.changes_in_words(found.question, found.snapshot),
        "others": [each for each in saved.scenarios(actor=request.actor) if each.pk != found.pk],
        **_shown(found.result),
    }
    return render(request, "forecasts/desk/scenario.html", context)


def _scenario(request: Request, scenario_id: int) -> Scenario:
    try:
        return saved.scenario(scenario_id, actor=request.actor)
    except saved.ScenarioUnknown:
        raise Http404 from None


@page("forecasts.view")
@require_POST
def replay(request: Request, scenario_id: int) -> HttpResponse:
    """Computes a saved scenario again and tells whether the numbers are the same."""
    found = _scenario(request, scenario_id)
    try:
        again = actions.replay(found, by=request.actor)
    except actions.ScenarioRefused as fault:
        messages.error(request, str(fault))
        return redirect("forecasts:scenario", scenario_id)
    if again.changed:
        names = "、".join(again.changed)
        messages.warning(request, _("规则的条文已经改过，不能照原样重算：%(names)s") % {"names": names})
    elif again.is_same:
        messages.success(request, _("用同一份数据、同样的参数重算，结果完全一致。"))
    else:
        messages.error(request, _("重算的结果与保存的不一致，请联系系统管理员。"))
    return redirect("forecasts:scenario", scenario_id)


@page("forecasts.view")
@require_safe
def comparison(request: Request) -> HttpResponse:
    """Two scenarios side by side."""
    numbers = [each for each in request.GET.getlist("scenario") if each.isdigit() and len(each) < 18]
    if len(set(numbers)) != 2:
        messages.error(request, _("请选两个不同的方案。"))
        return redirect("forecasts:scenarios")
    first, second = (_scenario(request, int(number)) for number in numbers[:2])
    context = {
        "first": first,
        "second": second,
        "pairs": saved.pairs(first, second),
        "changes": [saved.changes_in_words(each.question, each.snapshot) for each in (first, second)],
        "chart": saved.comparison_chart(first, second),
    }
    return render(request, "forecasts/desk/comparison.html", context)


@page("forecasts.view")
@require_safe
def workbook(request: Request, scenario_id: int) -> HttpResponse:
    """A scenario as a workbook."""
    found = _scenario(request, scenario_id)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.xlsx"
        write_table(file, {name: pa.array(cells, pa.string()) for name, cells in saved.rows(found.result).items()})
        response = HttpResponse(file.read_bytes(), content_type=WORKBOOK_TYPE)
    response["Content-Disposition"] = f'attachment; filename="scenario-{found.pk}.xlsx"'
    return response


@page("forecasts.view")
@require_POST
def snapshot_taking(request: Request) -> HttpResponse:
    """Takes the data anew, in the background."""
    taken = actions.start_snapshot(on=timezone.localdate(), by=request.actor, at=timezone.now())
    actions.take_in_background.enqueue(taken.pk, timezone.now().isoformat())
    return redirect("forecasts:scenarios")


@page("forecasts.view")
@require_safe
def progress(request: Request) -> HttpResponse:
    """How far the snapshot is, for the progress bar."""
    running = snapshots.in_work()
    done, total = (running.people_done, max(running.people_total, 1)) if running else (1, 1)
    is_over = running is None or bool(running.failure)
    return JsonResponse({"value": done, "maximum": total, "done": is_over, "url": reverse("forecasts:scenarios")})


urlpatterns = [
    path("", scenario_list, name="scenarios"),
    path("choice/", choice, name="choice"),
    path("calculation/", calculation, name="calculation"),
    path("comparison/", comparison, name="comparison"),
    path("snapshots/", snapshot_taking, name="snapshots"),
    path("snapshots/progress/", progress, name="progress"),
    path("<int:scenario_id>/", scenario, name="scenario"),
    path("<int:scenario_id>/replay/", replay, name="replay"),
    path("<int:scenario_id>/workbook/", workbook, name="workbook"),
]
