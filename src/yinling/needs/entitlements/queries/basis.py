"""On what a determination stands: the facts taken, the values in force, the readings chosen, the clauses' own words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yinling.gateways.policy.programmes import load_facts, load_parameters
from yinling.gateways.policy.reading import load_clauses
from yinling.gateways.policy.shapes import Clause
from yinling.needs.entitlements.domain.explaining import value_words as fact_words
from yinling.needs.entitlements.models import Determination
from yinling.needs.entitlements.queries.determinations import DeterminationView, view_of
from yinling.needs.entitlements.queries.parameters import value_words
from yinling.needs.entitlements.queries.programmes import reading_words

NOT_SHOWN = frozenset({"person_id", "household_id", "request_id", "cost_yuan"})


@dataclass(frozen=True)
class Basis:
    """The newest determination of a case with its ground; `earlier` are the versions before it."""

    now: DeterminationView
    facts: list[tuple[str, str]]
    parameters: list[tuple[str, str]]
    readings: list[tuple[str, str]]
    clauses: list[Clause]
    earlier: list[DeterminationView]


def basis_of(case_ref: str) -> Basis | None:
    """None where nothing was determined. Whoever asks has shown the case to somebody entitled to it."""
    rows = list(Determination.objects.filter(case_ref=case_ref).select_related("ending").order_by("-version"))
    if not rows:
        return None
    newest, clauses = rows[0], load_clauses(rows[0].pack)
    named = {reason["clause"] for reason in newest.reasons}
    parameters = load_parameters(newest.pack)
    return Basis(
        now=view_of(newest),
        facts=_facts(newest.facts),
        parameters=[
            (parameters[name].label, value_words(parameters[name], value))
            for name, value in newest.parameters.items()
            if name in parameters
        ],
        readings=reading_words(newest.programme, newest.options, newest.pack),
        clauses=[clause for name, clause in clauses.items() if name in named],
        earlier=[view_of(row) for row in rows[1:]],
    )


def _facts(kept: dict[str, Any]) -> list[tuple[str, str]]:
    known = load_facts()
    shown = [(known[name], value) for name, value in kept.items() if name in known and name not in NOT_SHOWN]
    return [(str(fact.label), _("不知道") if value is None else fact_words(fact, _day(value))) for fact, value in shown]


def _day(value: Any) -> Any:
    """Dates are kept as text."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
