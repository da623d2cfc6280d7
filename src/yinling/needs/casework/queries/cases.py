"""One case: its line for other capabilities, its standing for the rules."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yinling.kernel.actor import Actor
from yinling.needs.casework.domain.guards import Standing
from yinling.needs.casework.domain.states import ENDED, ObjectionState, tone_of
from yinling.needs.casework.models import Case
from yinling.people.registry.queries import is_represented


class CaseUnknown(LookupError):
    """No such case, or none that the actor may see."""


@dataclass(frozen=True)
class CaseLine:
    """What other capabilities need to know of a case."""

    id: int
    number: str
    person_id: int
    person_name_masked: str
    area: str
    programme: str
    state: str
    state_words: str
    applied_on: date | None
    household_id: int | None
    cost_fen: int | None
    is_ended: bool
    due_on: date | None

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return tone_of(self.state)


COPIED = ("number", "person_id", "person_name_masked", "area", "programme", "state", "applied_on", "due_on")


def line_of(case: Case) -> CaseLine:
    """A case as a line."""
    copied = {name: getattr(case, name) for name in (*COPIED, "household_id", "cost_fen")}
    copied["number"] = case.number or ""
    return CaseLine(id=case.pk, state_words=case.get_state_display(), is_ended=case.state in ENDED, **copied)


def case_line(case_id: int) -> CaseLine:
    """For reactions and panels that have asked their own permission. Raises CaseUnknown."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown(case_id)
    return line_of(case)


def visible_case(case_id: int, *, actor: Actor, on: date) -> Case:
    """The case if the actor may see it. Raises CaseUnknown."""
    case = Case.objects.visible_to(actor, on=on).filter(pk=case_id).first()
    if case is None:
        raise CaseUnknown(case_id)
    return case


def cases_of_person(person_id: int, *, actor: Actor, on: date) -> list[CaseLine]:
    """The person's cases that the actor may see, newest first; at most 50."""
    found = Case.objects.visible_to(actor, on=on).filter(person_id=person_id).order_by("-id")
    return [line_of(case) for case in found[:50]]


def is_applicant(case_person_id: int, *, actor: Actor, on: date) -> bool:
    """The older person, or an agent with a mandate in force."""
    if actor.person_id is not None:
        return actor.person_id == case_person_id
    return actor.may("elder.represent") and is_represented(case_person_id, actor=actor, on=on)


def standing_of(case: Case, *, actor: Actor, on: date, **given: Any) -> Standing:
    """The case as the rules see it; `given` sets the opinion, the reason or a fresh outcome."""
    papers = case.papers_requests.filter(answered_on=None).first()
    known = {
        "state": case.state,
        "area": case.area,
        "on": on,
        "is_applicant": is_applicant(case.person_id, actor=actor, on=on),
        "checked_by_id": case.checked_by_id,
        "decided_by_id": case.decided_by_id,
        "outcome": case.outcome,
        "papers_from": papers.from_state if papers else "",
        "objections_open": case.objections.filter(state=ObjectionState.OPEN).count(),
        "objection_until": case.objection_until,
        "is_contracted": case.contracted_at is not None,
    }
    return Standing(**{**known, **given})
