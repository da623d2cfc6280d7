"""What a carer's phone recorded of a visit that was no longer theirs goes to the office as a note: nothing is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.care.visits.models import Trouble, TroubleKind, Visit
from yinling.foundation.audit.actions import record
from yinling.foundation.documents.actions import keep as keep_document
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor

TEXT_LENGTH_MAX = 400


@dataclass(frozen=True)
class LeftOver:
    """`content` is a picture, or empty. `key` as for every record."""

    visit_id: int
    key: str
    text: str
    content: bytes = b""
    kind: str = TroubleKind.OTHER


@transaction.atomic
def tell_left_over(left: LeftOver, *, by: Actor, at: datetime) -> Trouble:
    """Keeps the note once by its key, for the office to weigh. Raises NotPermitted, NotThere, FileRefused.

    The caller has made sure that the visit was once the carer's.
    """
    permit(by, "visits.work")
    if (known := Trouble.objects.filter(key=left.key).first()) is not None:
        if (known.visit_id, known.told_by_name) != (left.visit_id, by.name):
            raise NotPermitted()
        return known
    visit = Visit.objects.filter(pk=left.visit_id, provider_id=by.organisation_id or 0).first()
    if visit is None:
        raise NotThere()
    kept = Trouble.objects.create(
        visit=visit, area=visit.area, key=left.key, kind=TroubleKind(left.kind), text=_text(left, visit, by, at),
        told_by_name=by.name, told_at=at,
    )  # fmt: skip
    record(by=by, at=at, verb="visits.tell_left_over", subject=f"visit:{visit.pk}", area=visit.area)
    notify(
        text="护理员转来系统没有收下的手机记录，请核对", at=at, link="/visits/troubles/", role="care_provider",
        organisation_id=visit.provider_id,
    )  # fmt: skip
    return kept


def _text(left: LeftOver, visit: Visit, by: Actor, at: datetime) -> str:
    if not left.content:
        return left.text[:TEXT_LENGTH_MAX]
    document = keep_document(
        content=left.content, name="left-over.jpg", kind="visit_left_over", about=f"visit:{visit.pk}", by=by, at=at,
        area=visit.area, organisation_id=visit.provider_id, person_id=visit.person_id,
    )  # fmt: skip
    words = f"（附件 {document.pk}）"
    return left.text[: TEXT_LENGTH_MAX - len(words)] + words
