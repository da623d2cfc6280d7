"""All that one case page shows, as plain values."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.documents import queries as documents
from yinling.foundation.documents.queries import DocumentLine
from yinling.kernel.actor import Actor
from yinling.kernel.deadlines import Lateness, lateness
from yinling.needs.casework.domain.guards import GRANTED_OUTCOME, Standing
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.states import ObjectionState, State, tone_of
from yinling.needs.casework.domain.transitions import TRANSITIONS, verbs_open_to
from yinling.needs.casework.models import ApplicantKind, Case, CaseStep, Objection
from yinling.needs.casework.queries.cases import CaseLine, line_of, standing_of, visible_case
from yinling.needs.casework.queries.determinations import determined, public_fen
from yinling.needs.casework.queries.procedure import calendar, programme_name
from yinling.needs.entitlements.queries import DeterminationView
from yinling.people.places.queries import full_name

LETTER = "decision_letter"
OLDER_PERSON = "older_person"


@dataclass(frozen=True)
class TrailLine:
    """One step in words."""

    what: str
    who: str
    when: datetime
    why: str
    tone: str


@dataclass(frozen=True)
class PapersView:
    """Papers asked for, and the answer once it came."""

    papers: list[str]
    reason: str
    asked_on: date
    answered_on: date | None
    answer: str


@dataclass(frozen=True)
class ObjectionView:
    """An objection; name and contact, and what the public wrote, only for those who resolve it."""

    kind: str
    name: str
    contact: str
    text: str
    raised_at: datetime
    state: str
    state_words: str
    resolution: str


@dataclass(frozen=True)
class CasePage:
    """One case with everything around it."""

    line: CaseLine
    programme_name: str
    area_name: str
    tone: str
    lateness: Lateness
    applicant_kind: str
    applicant_name: str
    answers: dict[str, Any]
    standing: Standing
    verbs: list[str]
    determined: DeterminationView | None
    public_fen: int | None
    opinion_words: str
    decision_words: str
    decision_reason: str
    trail: list[TrailLine]
    papers: list[PapersView]
    objections: list[ObjectionView]
    papers_kept: list[DocumentLine]
    letters: list[DocumentLine]
    others_in_household: list[CaseLine]

    @property
    def papers_open(self) -> PapersView | None:
        """The request that waits for an answer."""
        return next((papers for papers in self.papers if papers.answered_on is None), None)

    @property
    def would_grant(self) -> bool:
        """Whether the determination grants."""
        return self.standing.outcome == GRANTED_OUTCOME


def case_page(case_id: int, *, actor: Actor, on: date) -> CasePage:
    """The case if the actor may see it. Raises CaseUnknown."""
    case = visible_case(case_id, actor=actor, on=on)
    kept = documents.about(case_ref(case.pk), actor=actor, on=on)
    standing, found = standing_of(case, actor=actor, on=on), determined(case)
    return CasePage(
        line=line_of(case), programme_name=programme_name(case.programme), area_name=full_name(case.area),
        tone=tone_of(case.state), lateness=lateness(case.due_on, on, calendar()),
        applicant_kind=case.get_applicant_kind_display(),
        applicant_name=_applicant_name(case),
        answers=json.loads(case.answers) if case.answers else {},
        standing=standing, verbs=verbs_open_to(standing, actor),
        determined=found, public_fen=public_fen(found), opinion_words=case.get_opinion_display(),
        decision_words=case.get_decision_display(), decision_reason=case.decision_reason,
        trail=[_trail_line(step, _named(case, actor)) for step in case.steps.all()],
        papers=_papers(case), objections=_objections(case, actor),
        papers_kept=[_masked(line, case) for line in kept if line.kind != LETTER],
        letters=[line for line in kept if line.kind == LETTER],
        others_in_household=_others(case),
    )  # fmt: skip


BAD_STATES = frozenset({State.NOT_ACCEPTED, State.REFUSED, State.WITHDRAWN})


def _applicant_name(case: Case) -> str:
    """Who filled it in; empty where it was the person, whose masked name stands there already."""
    is_known = case.applicant_id and case.applicant_kind != ApplicantKind.SELF
    return str(case.applicant) if is_known else ""


def _masked(line: DocumentLine, case: Case) -> DocumentLine:
    """Where the person handed a paper in with their own log-in, their name is masked."""
    is_own = case.applicant_kind == ApplicantKind.SELF and line.kept_by_name == str(case.applicant)
    return replace(line, kept_by_name=case.person_name_masked) if is_own else line


def _named(case: Case, actor: Actor) -> str:
    """The person as the actor may read of them: in full only for themself; empty: no mask."""
    return "" if actor.person_id == case.person_id else case.person_name_masked


def _who(step: CaseStep, masked: str) -> str:
    """Name and role; the rules compute by themselves, whoever set them off."""
    if step.verb == "determine":
        return "系统按规则计算"
    name = masked if masked and step.by_role == OLDER_PERSON else step.by_name
    role = ROLES.get(step.by_role)
    return f"{name}（{role.name}）" if role else name


def _trail_line(step: CaseStep, masked: str) -> TrailLine:
    papers = "、".join(step.details.get("papers", []))
    return TrailLine(
        what=f"{TRANSITIONS[step.verb].words}{'：' + papers if papers else ''}",
        who=_who(step, masked),
        when=step.at,
        why=step.reason,
        tone="bad" if step.to_state in BAD_STATES else "warn" if step.verb in ("ask_papers", "object") else "good",
    )


def _papers(case: Case) -> list[PapersView]:
    return [
        PapersView(request.papers, request.reason, request.asked_on, request.answered_on, request.answer)
        for request in case.papers_requests.order_by("-pk")
    ]


def _objections(case: Case, actor: Actor) -> list[ObjectionView]:
    may_read = actor.may("casework.resolve_objection") or actor.may("casework.check")
    return [
        ObjectionView(
            kind=one.get_kind_display(),
            name=one.name if may_read else "",
            contact=one.contact if may_read else "",
            text=one.text if may_read or one.kind == Objection.Kind.APPLICANT else "",
            raised_at=one.raised_at,
            state=one.state,
            state_words=one.get_state_display(),
            resolution=one.resolution,
        )
        for one in case.objections.order_by("-pk")
    ]


def _others(case: Case) -> list[CaseLine]:
    """Other cases of the household that draw on the same cap."""
    if case.household_id is None:
        return []
    same = Case.objects.filter(household_id=case.household_id, programme=case.programme).exclude(pk=case.pk)
    return [line_of(other) for other in same.exclude(state__in=[State.DRAFT, State.WITHDRAWN])[:10]]


def has_open_objection(page: CasePage) -> bool:
    """Whether an objection waits."""
    return any(objection.state == ObjectionState.OPEN for objection in page.objections)
