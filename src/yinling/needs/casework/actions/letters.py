"""The decision letter: written from the determination, kept as a document at the decision."""

from datetime import datetime
from typing import Any

from yinling.foundation.documents import actions as documents
from yinling.gateways.pdf import render_pdf
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.casework.domain import letters
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.domain.states import Opinion
from yinling.needs.casework.models import Case
from yinling.needs.casework.queries.determinations import determined
from yinling.needs.casework.queries.procedure import authority, clause_place, document_title, programme_name
from yinling.needs.entitlements.queries import DeterminationView
from yinling.people.registry.queries import contact_of

KIND = "decision_letter"
TEMPLATE = "casework/letter.typ"


def keep_letter(case: Case, *, by: Actor, at: datetime) -> Any:
    """Renders and keeps the letter of the case's decision."""
    content = render_pdf(TEMPLATE, letter_data(case, by=by, at=at))
    return documents.keep(
        content=content, name=f"决定书 {case.number}.pdf", kind=KIND, about=case_ref(case.pk), area=case.area,
        person_id=case.person_id, by=by, at=at,
    )  # fmt: skip


def letter_data(case: Case, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    assert case.applied_on is not None  # a decided case was submitted
    granted = case.decision == Opinion.GRANT
    found = determined(case)
    shares = _shares(case, found)
    name = contact_of(case.person_id, actor=by, reason=f"制作决定书 {case.number}", at=at).name
    return {
        "title": "准予补贴决定书" if granted else "不予补贴决定书",
        "number": case.number,
        "addressee": name,
        "opening": letters.opening(
            applied_on=case.applied_on, programme=programme_name(case.programme), document=document_title()
        ),
        "ruling": letters.ruling(granted=granted, shares=shares),
        "amounts": letters.amounts(granted=granted, shares=shares),
        "reasons": letters.reason_sentences(_grounds(found, granted=granted), case.decision_reason),
        "remedy": letters.remedy(granted=granted, objection_until=case.objection_until),
        "issuer": authority(),
        "date": letters.in_chinese(day_of(at)),
    }


def _shares(case: Case, found: DeterminationView | None) -> letters.Shares:
    cost = case.cost_fen or 0
    if found is None:
        return letters.Shares(cost, 0, 0, cost)
    return letters.Shares(cost, found.municipal_fen or 0, found.district_fen or 0, found.resident_fen or 0)


def _grounds(found: DeterminationView | None, *, granted: bool) -> list[tuple[str, str]]:
    """For a grant the conditions that were met, for a refusal those that were not."""
    wanted = "true" if granted else "false"
    return [
        (line.words, clause_place(line.clause)) for line in (found.reasons if found else []) if line.value == wanted
    ]
