"""For the desk: the monthly rate by area, the list behind it, villages and their visitors, whom signals point to."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.wellbeing.actions.assigning import assign_villages
from yinling.care.wellbeing.actions.listing import carry_on_in_background, start_run
from yinling.care.wellbeing.domain.due import month_of
from yinling.care.wellbeing.domain.states import StepRefused
from yinling.care.wellbeing.queries import assignments, concerns, rates, targets, tickets
from yinling.care.wellbeing.queries.rules import district, rules
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.kernel.area import contains
from yinling.people.places.queries import name_of
from yinling.portals.desk.wellbeing.forms import FilterForm, MonthForm, VillagesForm, areas_for

CHARTED_MAX = 16  # more bars than that have no room for their names


@page("wellbeing.view")
@require_safe
def overview(request: Request) -> HttpResponse:
    """A month's rate by area, from the city down to the village."""
    today = timezone.localdate()
    form = MonthForm(request.GET if "month" in request.GET else None, today=today)
    area = _area(request)
    month = month_of(form.first_day(today))
    found = rates.overview(area, month, actor=request.actor, on=today)
    context = {
        "form": form,
        "found": found,
        "month": f"{month.from_:%Y-%m}",
        "area": area,
        "chart": rates.chart(found) if 0 < len(found.lines) <= CHARTED_MAX else None,
        **_page_of(request, found.lines),
        "counts": targets.counts(area, actor=request.actor, on=today),
        "tickets": tickets.ticket_counts(actor=request.actor),
        "unverified": rules().unverified,
        "run": assignments.last_run(),
        "may_manage": request.actor.may("wellbeing.manage"),
    }
    return render(request, "portals/wellbeing/overview.html", context)


def _page_of(request: Request, lines: list[rates.AreaRate]) -> dict[str, Any]:
    """A page of the areas by code, and where the next one is."""
    query, after = request.GET.copy(), request.GET.get("after", "")
    left = [line for line in lines if line.area > after]
    query.pop("after", None)
    first = f"?{query.urlencode()}" if after else ""
    if len(left) <= assignments.PAGE_ROWS:
        return {"lines": left, "next_url": "", "first_url": first}
    query["after"] = left[assignments.PAGE_ROWS - 1].area
    return {"lines": left[: assignments.PAGE_ROWS], "next_url": f"?{query.urlencode()}", "first_url": first}


def _area(request: Request) -> str:
    """The area asked for, if it is one of the actor's; else none."""
    area = request.GET.get("area", "")
    return area if area.isascii() and area.isdigit() and contains(request.actor.area, area) else ""


@page("wellbeing.view")
@require_safe
def people(request: Request) -> HttpResponse:
    """The list, or those of it who were not yet visited."""
    form, today = FilterForm(request.GET), timezone.localdate()
    wanted = form.wanted(request.GET.get("after", ""))
    lines, after = targets.find_targets(wanted, actor=request.actor, on=today)
    query = request.GET.copy()
    query.pop("after", None)
    first = query.urlencode()
    query["after"] = str(after)
    context = {
        "form": form,
        "areas": areas_for(request.actor),
        "wanted": wanted,
        "lines": lines,
        "counts": targets.counts(wanted.area, actor=request.actor, on=today),
        "next_url": f"?{query.urlencode()}" if after else "",
        "first_url": f"?{first}" if wanted.after else "",
    }
    return render(request, "portals/wellbeing/people.html", context)


@page("wellbeing.view")
@require_safe
def worries(request: Request) -> HttpResponse:
    """Whom signals point to, each with what points."""
    lines = concerns.concern_lines(actor=request.actor, on=timezone.localdate())
    context = {"lines": lines, "signals": rules().signals.values(), "shown_from": rules().shown_from}
    return render(request, "portals/wellbeing/concerns.html", context)


@page("wellbeing.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def villages(request: Request) -> HttpResponse:
    """Who visits which village: a district's towns with their counts, in a town several villages in one go."""
    today = timezone.localdate()
    own = request.actor.area if len(request.actor.area) > len(district()) else district()
    area = _area(request) or own
    if len(area) < assignments.TOWN_DIGITS:
        lines = assignments.town_lines(area, actor=request.actor, on=today)
        return render(request, "portals/wellbeing/towns.html", {"lines": lines})
    form = VillagesForm(request.POST or None, area=area, on=today)
    if request.method == "POST" and form.is_valid() and _assigned(request, form):
        return redirect(request.get_full_path())
    context = {**_villages(request, area), "form": form, "chosen": request.POST.getlist("areas")}
    context |= {"town": name_of(area), "is_whole_district": len(own) < assignments.TOWN_DIGITS}
    return render(request, "portals/wellbeing/villages.html", context, status=400 if form.errors else 200)


def _villages(request: Request, area: str) -> dict[str, Any]:
    """A page of a town's villages, and where the next one is."""
    query, given = request.GET.copy(), request.GET
    lines, after = assignments.village_lines(
        area, actor=request.actor, on=timezone.localdate(), nobody=given.get("show") == targets.NOBODY,
        after=given.get("after", ""),
    )  # fmt: skip
    query["area"] = area
    query.pop("after", None)
    first = f"?{query.urlencode()}"
    query["after"] = after
    pages = {"next_url": f"?{query.urlencode()}" if after else "", "first_url": first if given.get("after") else ""}
    return {"area": area, "lines": lines, "show": given.get("show", ""), **pages}


def _assigned(request: Request, form: VillagesForm) -> bool:
    try:
        count = assign_villages(
            form.cleaned_data["areas"], visitor_id=form.chosen(), by=request.actor, at=timezone.now()
        )
    except StepRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, say(refused.words))
        return False
    messages.success(request, _("已安排，名单上有 %(count)s 人。") % {"count": count})
    return True


@page("wellbeing.manage")
@require_POST
def runs(request: Request) -> HttpResponse:
    """Brings the list up to today in the background; what was cut off goes on."""
    now = timezone.now()
    run = start_run(on=timezone.localdate(), by=request.actor, at=now)
    carry_on_in_background.enqueue(run.pk, now.isoformat())
    messages.success(request, _("名单正在更新，可以先做别的事。"))
    return redirect("wellbeing:rates")


@page("wellbeing.manage")
@require_safe
def progress(request: Request) -> JsonResponse:
    """How far the walk is, for the progress bar."""
    run = or_404(assignments.last_run())
    return JsonResponse(
        {
            "value": run.people_done, "maximum": max(run.people_total, 1), "done": not run.is_running,
            "url": reverse("wellbeing:rates"),
        }
    )  # fmt: skip


urlpatterns = [
    path("", overview, name="rates"),
    path("people/", people, name="people"),
    path("concerns/", worries, name="concerns"),
    path("villages/", villages, name="villages"),
    path("runs/", runs, name="runs"),
    path("runs/progress/", progress, name="progress"),
]
