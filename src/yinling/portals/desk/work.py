"""Desk pages: the work list, what is late, one case with the steps that the role may take."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.needs.casework.domain.states import WORDS, State
from yinling.needs.casework.queries.lists import Filters, counts, late_cases, work_list
from yinling.people.places.queries import towns_in

LISTED_STATES = [(state.value, words) for state, words in WORDS.items() if state != State.DRAFT]


def filters_of(request: Request) -> Filters:
    """The filters in the address; the list starts with what waits for this role."""
    asked = request.GET
    return Filters(
        waiting=asked.get("show", "waiting") == "waiting",
        state=asked.get("state", "") if asked.get("state", "") in set(State) else "",
        town=asked.get("town", "") if asked.get("town", "").isdigit() else "",
        late=asked.get("late") == "1",
        number=asked.get("number", "")[:30],
        after=asked.get("after", "")[:80],
    )


@page("casework.view")
@require_safe
def work(request: Request) -> HttpResponse:
    """The work list."""
    today, filters = timezone.localdate(), filters_of(request)
    found = work_list(request.actor, filters=filters, on=today)
    context = {
        "rows": found.lines,
        "filters": filters,
        "counts": counts(request.actor, on=today),
        "states": LISTED_STATES,
        "towns": towns_in(request.actor.area),
        **_pager(request, found.next_key),
    }
    return render(request, "portals/desk/work_list.html", context)


@page("casework.view")
@require_safe
def late(request: Request) -> HttpResponse:
    """Everything past its day within the viewer's scope."""
    found = late_cases(request.actor, on=timezone.localdate(), after=request.GET.get("after", "")[:80])
    return render(request, "portals/desk/late.html", {"rows": found.lines, **_pager(request, found.next_key)})


def _pager(request: Request, next_key: str) -> dict[str, str]:
    asked = request.GET.copy()
    asked.pop("after", None)
    first = f"?{asked.urlencode()}"
    if next_key:
        asked["after"] = next_key
    return {
        "next_url": f"?{asked.urlencode()}" if next_key else "",
        "first_url": first if "after" in request.GET else "",
    }


urlpatterns = [path("", work, name="work_list"), path("late/", late, name="late")]
