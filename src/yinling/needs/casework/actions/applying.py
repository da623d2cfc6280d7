"""Filling in an application, page by page, and handing it in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yinling.foundation.audit import actions as audit
from yinling.foundation.documents import actions as documents
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.casework.actions.numbering import next_number
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant, tell_role
from yinling.needs.casework.domain.applications import unfinished
from yinling.needs.casework.domain.guards import Standing
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.refusals import CaseAlreadyOpen, DraftIncomplete, NotPermitted, NotPossibleNow
from yinling.needs.casework.domain.states import OPEN, State
from yinling.needs.casework.domain.transitions import may_act
from yinling.needs.casework.models import ApplicantKind, Case
from yinling.needs.casework.queries.cases import is_applicant, standing_of
from yinling.needs.casework.queries.procedure import number_prefix, procedure
from yinling.people.registry.queries import household_of, person_card

KIND_BY_ROLE = {"older_person": ApplicantKind.SELF, "agent": ApplicantKind.AGENT}


@dataclass(frozen=True)
class Upload:
    """A file as it arrived; `kind` is the code of a paper of the procedure."""

    name: str
    content: bytes
    kind: str


@transaction.atomic
def start_draft(*, person_id: int, programme: str = "", by: Actor, at: datetime) -> Case:
    """The person's draft: the one begun before, or a new one. Without a programme the pack's first is meant.

    Raises CaseAlreadyOpen, NotPermitted, NotPossibleNow, NotVisible.
    """
    programme = procedure(programme).programme
    card = person_card(person_id, actor=by, on=day_of(at))
    may = is_applicant(person_id, actor=by, on=day_of(at))
    if not may_act("start_draft", Standing(State.DRAFT, card.area, day_of(at), is_applicant=may), by):
        raise NotPermitted
    known = _open_case(person_id, programme)
    if known is None:
        known = _begin(card, programme, by=by, at=at)
    if known.state != State.DRAFT:
        raise CaseAlreadyOpen
    return known


def _open_case(person_id: int, programme: str) -> Case | None:
    return Case.objects.filter(person_id=person_id, programme=programme, state__in=sorted(OPEN)).first()


def _begin(card: Any, programme: str, *, by: Actor, at: datetime) -> Case:
    case = Case(
        programme=programme, person_id=card.id, person_name_masked=card.name_masked, area=card.area,
        applicant_kind=KIND_BY_ROLE.get(by.role, ApplicantKind.CLERK), applicant_id=by.user_id,
        state_since=at, clock_from=day_of(at), started_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            case.save()
            move(case, "start_draft", Standing(case.state, case.area, day_of(at)), by=by, at=at)
    except IntegrityError:
        begun = _open_case(card.id, programme)  # two taps at once: the other one made it
        if begun is None:
            raise
        return begun
    return case


def answers_of(case: Case) -> dict[str, Any]:
    """What was filled in so far."""
    return json.loads(case.answers) if case.answers else {}


def _held_by_applicant(case_id: int, verb: str, states: set[State], *, by: Actor, at: datetime) -> Case:
    case = locked(case_id)
    if not may_act(verb, standing_of(case, actor=by, on=day_of(at)), by):
        raise NotPermitted
    if case.state not in states:
        raise NotPossibleNow
    return case


@transaction.atomic
def save_draft(*, case_id: int, answers: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """Keeps the answers of one page. Raises NotPossibleNow once it is handed in."""
    case = _held_by_applicant(case_id, "submit", {State.DRAFT}, by=by, at=at)
    kept = {**answers_of(case), **answers}
    case.answers = json.dumps(kept, ensure_ascii=False)
    case.channel = kept.get("channel", case.channel)
    case.save(update_fields=["answers", "channel"])
    audit.record(
        by=by, at=at, verb="casework.save_draft", subject=case_ref(case.pk), area=case.area,
        after={"fields": sorted(answers)},
    )  # fmt: skip
    return case


@transaction.atomic
def attach(*, case_id: int, upload: Upload, by: Actor, at: datetime) -> Any:
    """Keeps a paper with the draft, or while papers are asked for. Raises FileRefused, NotPossibleNow."""
    states = {State.DRAFT, State.PAPERS_REQUESTED}
    case = _held_by_applicant(case_id, "submit", states, by=by, at=at)
    return keep_paper(case, upload, by=by, at=at)


def keep_paper(case: Case, upload: Upload, *, by: Actor, at: datetime) -> Any:
    """Keeps a file about the case, for those who may see the person."""
    return documents.keep(
        content=upload.content, name=upload.name, kind=upload.kind, about=case_ref(case.pk), area=case.area,
        person_id=case.person_id, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def submit(*, case_id: int, by: Actor, at: datetime) -> Case:
    """Hands the draft in: it gets its number and its day. Raises DraftIncomplete and the refusals of the table."""
    case = locked(case_id)
    standing = judged(case, "submit", by=by, at=at)
    if missing := unfinished(answers_of(case)):
        raise DraftIncomplete([page.title for page in missing])
    case.submitted_at, case.applied_on = at, day_of(at)
    case.household_id = household_of(case.person_id, on=day_of(at))
    case.number = next_number(number_prefix(), day_of(at).year)
    move(case, "submit", standing, by=by, at=at)
    tell_applicant(case, f"申请已提交，编号 {case.number}。街镇会在规定时间内答复。", at=at)
    tell_role(case, "town_clerk", f"收到新的申请 {case.number}，等待受理。", at=at)
    return case
