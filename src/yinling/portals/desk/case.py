"""The case page of the desk: what every capability knows of one case, and the steps that the role may take now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.foundation.documents.actions import FileRefused
from yinling.kernel.actor import Actor, NotVisible
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.queries import CasePage, CaseUnknown, case_page
from yinling.needs.casework.queries.procedure import facts_asked
from yinling.needs.casework.web.panels import panels_for
from yinling.people.registry.queries import FactLine, PersonCard, fact_lines, facts_of, person_card
from yinling.portals.desk.steps import STEPS, offers_of


@dataclass(frozen=True)
class PersonParts:
    """The person on the desk: card, facts with sources, and what the programme asks but nobody has said."""

    card: PersonCard
    facts: list[FactLine]
    gaps: list[str]
    disputed: list[str]


def person_parts(page: CasePage, *, actor: Actor, on: date) -> PersonParts | None:
    """The person's side of a case; None where the person has moved out of the viewer's area."""
    person_id = page.line.person_id
    try:
        facts = fact_lines(person_id, on=on, actor=actor)
    except NotVisible:
        return None
    known = facts_of(person_id, on=on)
    return PersonParts(
        card=person_card(person_id, actor=actor, on=on),
        facts=facts,
        gaps=[label for name, label in facts_asked(page.line.programme).items() if known.get(name) is None],
        disputed=[fact.label for fact in facts if fact.is_disputed],
    )


@page("casework.view")
@require_safe
def case(request: Request, case_id: int) -> HttpResponse:
    """One case: facts, determination, trail, papers, and the steps this role may take now."""
    return _case(request, case_id, bound={})


def _case(request: Request, case_id: int, *, bound: dict[str, django_forms.Form], status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    try:
        found = case_page(case_id, actor=request.actor, on=today)
    except CaseUnknown as unknown:
        raise Http404 from unknown
    context: dict[str, Any] = {
        "page": found,
        "person": person_parts(found, actor=request.actor, on=today),
        "offers": offers_of(found, actor=request.actor, bound=bound),
        "panels": panels_for(case_id, request.actor),
    }
    return render(request, "portals/desk/case.html", context, status=status)


@page(
    "casework.apply_for",
    "casework.accept",
    "casework.check",
    "casework.decide",
    "casework.publish",
    "casework.resolve_objection",
)
@require_POST
def step(request: Request, case_id: int, noun: str) -> HttpResponse:
    """Takes one step; a refusal comes back on the page with everything typed still there."""
    if noun not in STEPS:
        raise Http404
    taken = STEPS[noun]
    form = taken.form(request.POST, request.FILES, prefix=noun)
    if form.is_valid():
        try:
            taken.run(case_id, form.cleaned_data, request.actor, timezone.now())
        except CaseUnknown as unknown:
            raise Http404 from unknown
        except (StepRefused, FileRefused) as refused:
            form.add_error(None, _(str(refused)))
            messages.error(request, _(str(refused)))
        else:
            messages.success(request, taken.done)
            return redirect("casework:case", case_id)
    return _case(request, case_id, bound={noun: form}, status=422)


urlpatterns = [
    path("<int:case_id>/", case, name="case"),
    path("<int:case_id>/<slug:noun>", step, name="step"),
]
