"""What may I get: questions, and an answer with reasons. Nothing is stored, logged or put into a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, public_page
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, Outcome
from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.reading import load_clauses, load_pack
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.needs.entitlements.queries.programmes import bound_programme, programmes
from yinling.portals.public.forms import PrecheckForm

EXAMPLE_COSTS_FEN = (300_000, 600_000, 1_000_000)


@dataclass(frozen=True)
class Share:
    """Who pays how much of a cost, in fen."""

    cost_fen: int
    payers: list[tuple[str, int | None]]


@dataclass(frozen=True)
class Answer:
    """What one programme answers to what was told."""

    programme: str
    name: str
    outcome: str
    tier: str
    reasons: list[dict[str, str]]
    missing: list[str]
    unpublished: list[str]
    shares: list[Share]
    is_example: bool


def answer(bound: BoundRule, facts: Mapping[str, Any], cost_fen: int | None, on: date) -> Answer:
    """The programme's answer for somebody in whose household nobody has applied before."""
    costs = EXAMPLE_COSTS_FEN if cost_fen is None else (cost_fen,)
    decisions = [_decide(bound, facts, cost, on) for cost in costs]
    first, rule = decisions[0], bound.rule
    labels = {name: fact.label for name, fact in load_facts().items()}
    is_granted = first.outcome is Outcome.GRANTED
    return Answer(
        programme=rule.id,
        name=rule.name,
        outcome=first.outcome.value,
        tier="；".join(rule.rows[row].words for row in first.resolution.rows),
        reasons=_told(bound, first),
        missing=[labels.get(name, name) for name in first.resolution.missing_facts],
        unpublished=[bound.parameters[name].label for name in first.resolution.missing_parameters],
        shares=[_share(bound, decision, cost) for decision, cost in zip(decisions, costs, strict=True)]
        if is_granted
        else [],
        is_example=cost_fen is None,
    )


def _decide(bound: BoundRule, facts: Mapping[str, Any], cost_fen: int, on: date) -> Decision:
    nobody = {"person_id": "-", "household_id": "-", "request_id": "-"}
    return deciding.decide_one(bound, {**facts, **nobody, "applied_on": on, "cost_yuan": cost_fen})


def _told(bound: BoundRule, decision: Decision) -> list[dict[str, str]]:
    """The conditions with the place of their clause; what is missing is told apart, a limit is seen in the sums."""
    conditions = {condition.id for condition in bound.rule.conditions}
    clauses = load_clauses(settings.PACK)
    return [
        {"words": reason.words, "clause": clauses[reason.clause].place, "truth": reason.value}
        for reason in reasons_of(bound, decision)
        if reason.condition in conditions
    ]


def _share(bound: BoundRule, decision: Decision, cost_fen: int) -> Share:
    return Share(cost_fen, [(amount.words, fen) for amount, fen in deciding.payable(bound, decision)])


@public_page
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def precheck(request: Request) -> HttpResponse:
    """Asks and answers in one go: the answers come by POST, so that no address and no log holds them."""
    today = timezone.localdate()
    # The questions are those of an application with a cost; what is given to persons without one is not asked here.
    bound = [each for name in programmes() if (each := bound_programme(name, on=today)).rule.subject == "request"]
    asked = frozenset().union(*(each.rule.facts for each in bound))
    form = PrecheckForm(request.POST if request.method == "POST" else None, asked=asked)
    answers = []
    if form.is_valid():
        facts = form.known(load_pack(settings.PACK).area)
        answers = [answer(each, facts, form.cleaned_data["cost"], today) for each in bound]
    status = 422 if form.errors else 200
    context = {"form": form, "answers": answers, "has_questions": bool(asked)}
    return render(request, "portals/public/precheck.html", context, status=status)


urlpatterns = [path("precheck/", precheck, name="precheck")]
