"""For staff: targets by area and period, down to the records behind a figure."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.gateways.policy.reading import load_indicators, load_pack
from yinling.gateways.policy.shapes import Indicator
from yinling.kernel.area import contains
from yinling.kernel.dates import parse_period
from yinling.oversight.indicators import actions
from yinling.oversight.indicators.queries import figures, tables
from yinling.oversight.indicators.queries.figures import Question
from yinling.oversight.indicators.web.forms import ObservationForm
from yinling.oversight.indicators.web.workbook import WORKBOOK_TYPE, workbook
from yinling.people.places.queries import children_of, name_of


@page("indicators.view")
@require_safe
def targets(request: Request) -> HttpResponse:
    """Every indicator for the viewer's area, those behind first."""
    period = _period(request)
    rows = tables.overview(settings.PACK, period, actor=request.actor)
    context = {
        "rows": rows,
        "behind": [row for row in rows if row.verdict == "not_met"],
        "counts": tables.verdict_counts(rows),
        "document": load_pack(settings.PACK),
        **_choices(request, period),
    }
    return render(request, "indicators/desk/targets.html", context)


@page("indicators.view")
@require_safe
def target(request: Request, name: str) -> HttpResponse:
    """One indicator by area and over the years."""
    asked, period = _asked(name), _period(request)
    rows = tables.by_area(Question(settings.PACK, name, period), actor=request.actor)
    years = tables.over_years(settings.PACK, name, years=_years(), actor=request.actor)
    context = {
        "asked": asked,
        "rows": rows,
        "years": years,
        "chart": tables.chart(rows) if len(rows) > 1 else None,
        "years_chart": tables.years_chart(years) if years else None,
        "points": tables.points(rows),
        "common_note": tables.common_note(rows),
        "is_counted": figures.is_counted(asked),
        "readings": tables.readings(settings.PACK, asked),
        **_choices(request, period),
    }
    return render(request, "indicators/desk/target.html", context)


@page("indicators.view")
@require_safe
def records(request: Request, name: str) -> HttpResponse:
    """What stands behind one figure, as far as the viewer may see it."""
    asked, period, area = _asked(name), _period(request), request.GET.get("area", "")
    top = tables.top_of(settings.PACK, request.actor)
    if not top or not area.isdigit() or not contains(top, area):
        raise Http404
    question = Question(settings.PACK, name, period, basis=request.GET.get("basis", figures.ON_PAPER))
    if question.basis not in (figures.ON_PAPER, figures.SERVING):
        raise Http404
    context = {
        "asked": asked,
        "period": period,
        "area_name": name_of(area),
        "records": figures.records(question, area=area, actor=request.actor, on=timezone.localdate()),
        "observations": [] if figures.is_counted(asked) else figures.observations(question, area),
        "is_counted": figures.is_counted(asked),
    }
    return render(request, "indicators/desk/records.html", context)


@page("indicators.observe")
@require_http_methods(["GET", "POST"])
def observation(request: Request, name: str) -> HttpResponse:
    """Enters a figure that no register counts."""
    asked = _asked(name)
    form = ObservationForm(request.POST or None, asked=asked, areas=_areas(request), initial={"period": _years()[-1]})
    if form.is_valid():
        entry = actions.Entry(pack=settings.PACK, indicator=name, **form.cleaned_data)
        try:
            actions.observe(entry, by=request.actor, at=timezone.now())
            messages.success(request, _("已录入。"))
            return redirect("indicators:target", name)
        except actions.FaultyField as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.reason)
    return render(request, "indicators/desk/observation.html", {"asked": asked, "form": form})


@page("indicators.view")
@require_safe
def export(request: Request) -> HttpResponse:
    """All figures and verdicts of a period as a workbook."""
    period = _period(request)
    response = HttpResponse(workbook(settings.PACK, period, request.actor), content_type=WORKBOOK_TYPE)
    response["Content-Disposition"] = f'attachment; filename="indicators-{period}.xlsx"'
    return response


def _asked(name: str) -> Indicator:
    try:
        return load_indicators(settings.PACK)[name]
    except KeyError:
        raise Http404 from None


def _years() -> list[int]:
    return figures.years(settings.PACK, timezone.localdate())


def _period(request: Request) -> str:
    """The period asked for, this year if none; 404 for anything that is none or lies outside the years on offer."""
    text = request.GET.get("period") or str(_years()[-1])
    try:
        year = parse_period(text).from_.year
    except ValueError:
        raise Http404 from None
    if year not in _years():
        raise Http404
    return text


def _choices(request: Request, period: str) -> dict[str, Any]:
    return {
        "period": period,
        "periods": tables.period_choices(_years()),
        "is_running": timezone.localdate() in parse_period(period),
        "may_observe": _may_observe(request),
    }


def _may_observe(request: Request) -> bool:
    return bool(request.actor.may("indicators.observe"))


def _areas(request: Request) -> list[tuple[str, str]]:
    top = tables.top_of(settings.PACK, request.actor)
    return [(top, name_of(top)), *((line.code, line.name) for line in children_of(top))]


urlpatterns = [
    path("", targets, name="targets"),
    path("workbook/", export, name="workbook"),
    path("<slug:name>/", target, name="target"),
    path("<slug:name>/records/", records, name="records"),
    path("<slug:name>/observations/", observation, name="observation"),
]
