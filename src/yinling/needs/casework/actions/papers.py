"""Asking for missing papers, which stops the clock, and answering, which starts it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.casework.actions.applying import Upload, keep_paper
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant, tell_role
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.models import Case, PapersRequest


class NothingAsked(StepRefused):
    """A request for papers that names none."""

    words = "请至少选一种要补充的材料。"


class NothingAnswered(StepRefused):
    """An answer without a file and without words."""

    words = "请上传材料，或者写一句说明。"


@transaction.atomic
def ask_papers(*, case_id: int, papers: Sequence[str], reason: str, by: Actor, at: datetime) -> PapersRequest:
    """Tells the applicant what is missing and why; the clock stands until the answer. `papers` are names."""
    if not papers:
        raise NothingAsked
    case = locked(case_id)
    standing = judged(case, "ask_papers", by=by, at=at, reason=reason)
    request = PapersRequest.objects.create(
        case=case, papers=list(papers), reason=reason, from_state=case.state, clock_from=case.clock_from,
        asked_by_id=by.user_id, asked_on=day_of(at),
    )  # fmt: skip
    move(case, "ask_papers", standing, by=by, at=at, details={"papers": list(papers)})
    tell_applicant(case, f"申请 {case.number} 需要补充材料：{'、'.join(papers)}。", at=at)
    return request


@transaction.atomic
def answer_papers(*, case_id: int, uploads: Sequence[Upload], answer: str = "", by: Actor, at: datetime) -> Case:
    """Keeps the papers and gives the case back to where it was asked. Raises FileRefused; then nothing is kept."""
    if not uploads and not answer.strip():
        raise NothingAnswered
    case = locked(case_id)
    standing = judged(case, "answer_papers", by=by, at=at, reason=answer)
    kept = [keep_paper(case, upload, by=by, at=at) for upload in uploads]
    request = case.papers_requests.get(answered_on=None)
    request.answered_on, request.answer = day_of(at), answer
    request.save(update_fields=["answered_on", "answer"])
    case.clock_from = request.clock_from
    move(case, "answer_papers", standing, by=by, at=at, details={"documents": [paper.pk for paper in kept]})
    tell_role(case, "town_clerk", f"申请 {case.number} 已补充材料，请继续办理。", at=at)
    return case
