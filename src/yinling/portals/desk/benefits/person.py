"""For the desk: one person's every benefit, why or why not, month by month, and all money received."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.foundation.audit.actions import record_read
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine, person_months
from yinling.needs.hearings.web.panels import person_panel
from yinling.needs.vouchers.queries import person_vouchers
from yinling.portals.benefits import refusing, telling
from yinling.portals.benefits.letter import letter


def found_person(request: Request, person_id: int) -> PersonMonths:
    """Everything about the person, if the actor may see them. Raises Http404."""
    return person_months(person_id, actor=request.actor, on=timezone.localdate())


@page("cycles.view")
@require_safe
def person(request: Request, person_id: int) -> HttpResponse:
    """The page of one person."""
    found = found_person(request, person_id)
    record_read(
        by=request.actor, at=timezone.now(), subject=f"person:{found.card.id}", fields=["name", "facts", "payments"],
        area=found.card.area,
    )  # fmt: skip
    had = telling.had_ones(found)
    context = {
        "page": found,
        "enrolled": _with_reasons([line for line in found.programmes if line.is_enrolled]),
        "entitled": _with_reasons(telling.entitled_ones(found)),
        "is_dead": (is_dead := refusing.has_died(found)),
        "others": [] if is_dead else _with_reasons(telling.other_ones(found)),
        "had": had,
        "table": telling.month_table(had),
        "differences": telling.differences(had),
        "turns": [turn for line in had for turn in telling.turns(line)],
        "vouchers": person_vouchers(found.card.id, actor=request.actor, on=timezone.localdate()),
        "hearings_panel": person_panel(found.card.id, request.actor),
        "may_manage": request.actor.may("enrolments.manage"),
    }
    return render(request, "portals/desk/benefits/person.html", context)


def _with_reasons(lines: list[ProgrammeLine]) -> list[tuple[object, ...]]:
    return [(line, telling.reasons_told(line), refusing.why_not(line)) for line in lines]


@page("cycles.view")
@require_safe
def person_letter(request: Request, person_id: int) -> HttpResponse:
    """The same as a letter."""
    return letter(found_person(request, person_id), by=request.actor, at=timezone.now())


urlpatterns = [
    path("people/<int:person_id>/", person, name="person"),
    path("people/<int:person_id>/letter.pdf", person_letter, name="person_letter"),
]
