"""For towns and the bureau: whose life check is due, and keeping one."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.foundation.audit.actions import record_read
from yinling.needs.enrolments import actions, queries
from yinling.needs.enrolments.models import Way
from yinling.needs.enrolments.web.forms import LifeCheckForm
from yinling.people.registry.queries import person_card

DAYS_AHEAD = 60


@dataclass
class DuePerson:
    """One person whose life check is due, for all programmes at once."""

    person_id: int
    name_masked: str
    area_name: str
    due_on: date
    days_left: int
    programmes: list[str] = field(default_factory=list)
    is_resting: bool = False


def due_people(request: Request) -> list[DuePerson]:
    """Persons due within the days ahead, soonest first."""
    today = timezone.localdate()
    found: dict[int, DuePerson] = {}
    lines = queries.life_checks_due(until=today + timedelta(days=DAYS_AHEAD), actor=request.actor, on=today)
    for line in lines:
        due_on = line.life_check_due_on or today
        one = found.setdefault(
            line.person_id,
            DuePerson(line.person_id, line.person_name_masked, line.area_name, due_on, (due_on - today).days),
        )
        one.programmes.append(line.programme_name)
        one.is_resting = one.is_resting or line.state == "paused"
    return list(found.values())


@page("enrolments.view")
@require_safe
def life_checks(request: Request) -> HttpResponse:
    """Due and overdue, one press to record each; can be printed to take along."""
    people = due_people(request)
    shows_overdue = request.GET.get("show") == "overdue"
    context = {
        "people": [one for one in people if one.days_left < 0] if shows_overdue else people,
        "overdue": sum(one.days_left < 0 for one in people),
        "ahead": sum(one.days_left >= 0 for one in people),
        "shows_overdue": shows_overdue,
        "ways": Way.choices,
        "today": timezone.localdate(),
        "may_record": request.actor.may("enrolments.manage"),
    }
    return render(request, "enrolments/desk/life_checks.html", context)


@page("enrolments.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def life_check(request: Request, person_id: int) -> HttpResponse:
    """Keeps one; earlier ones below."""
    card = person_card(person_id, actor=request.actor, on=timezone.localdate())
    form = LifeCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_life_check(
                actions.Seen(card.id, **form.cleaned_data), by=request.actor, at=timezone.now()
            )  # fmt: skip
        except actions.StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("生存认证已登记。"))
            return redirect("enrolments:life_checks")
    today = timezone.localdate()
    if request.method != "POST":
        record_read(by=request.actor, at=timezone.now(), subject=f"person:{card.id}", fields=["name"], area=card.area)
    context = {
        "card": card,
        "form": form,
        "checks": queries.life_checks_of(card.id, actor=request.actor, on=today),
    }
    return render(request, "enrolments/desk/life_check.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("life-checks/", life_checks, name="life_checks"),
    path("life-checks/<int:person_id>/", life_check, name="life_check"),
]
