"""First pages of the elder portal: large, few words, one action each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.care.plans.queries import person_plans
from yinling.care.visits.queries.visits import coming as coming_visits
from yinling.design.pages import Request, page
from yinling.foundation.outbox.queries import unread_count
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.queries import CaseLine, cases_of_person, determination_of_case
from yinling.needs.casework.queries.determinations import public_fen
from yinling.needs.casework.queries.procedure import programme_name
from yinling.needs.vouchers.queries import person_vouchers
from yinling.people.registry.queries import person_card, represented_by
from yinling.portals.elder.acting import act_for, person_of
from yinling.portals.elder.plain_words import PLAIN
from yinling.portals.elder.wellbeing import well_today

SHOWN = ("planned", "assigned", "under_way", "done")
GRANTED = frozenset({State.GRANTED, State.NOTICED, State.IN_FORCE, State.CLOSED})

elder_page = page("elder.own", "elder.represent")


@elder_page
@require_safe
def home(request: Request) -> HttpResponse:
    """What one may do here; an agent chooses for whom first."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    now, today = timezone.now(), timezone.localdate()
    cases = cases_of_person(person_id, actor=request.actor, on=today)
    coming = coming_visits(person_id, actor=request.actor, at=now)
    context = {
        "today": [line for line in coming if line.on == today and line.state in SHOWN],
        "card": person_card(person_id, actor=request.actor, on=today),
        "well": well_today(person_id),
        "cases": [(case, PLAIN[State(case.state)].now) for case in cases if not case.is_ended],
        "ended": [case for case in cases if case.is_ended],
        "asks_about_plan": any(
            plan.state == "proposed" for plan in person_plans(person_id, actor=request.actor, on=today)
        ),
        "unread": unread_count(request.actor),
        "is_agent": request.actor.person_id is None,
    }
    return render(request, "portals/elder/home.html", context)


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """For whom an agent acts."""
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        if chosen.isdigit() and act_for(request, int(chosen)):
            return redirect("elder:home")
        messages.error(request, _("没有这位老人的委托，或者委托已经到期。"))
        return redirect("elder:people")
    today = timezone.localdate()
    found = represented_by(request.actor, on=today)
    cards = [person_card(person_id, actor=request.actor, on=today) for person_id in found[:50]]
    return render(request, "portals/elder/people.html", {"cards": cards})


@elder_page
@require_safe
def subsidies(request: Request) -> HttpResponse:
    """What was granted to the person, and how much of it is still on its way."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    today = timezone.localdate()
    cases = cases_of_person(person_id, actor=request.actor, on=today)
    context = {
        "subsidies": [_subsidy(case) for case in cases if case.state in GRANTED],
        "vouchers": [each for each in person_vouchers(person_id, actor=request.actor, on=today) if each.is_valid],
    }
    return render(request, "portals/elder/subsidies.html", context)


def _subsidy(case: CaseLine) -> dict[str, object]:
    view = determination_of_case(case.id)
    return {"case": case, "programme": programme_name(case.programme), "shares": view, "public_fen": public_fen(view)}


urlpatterns = [
    path("", home, name="home"),
    path("people/", people, name="people"),
    path("subsidies/", subsidies, name="subsidies"),
]
