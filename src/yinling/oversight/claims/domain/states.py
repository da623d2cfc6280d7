"""The life of a claim and of its payment."""

from yinling.oversight.claims.domain.refusals import WrongStep

BUILDING, DRAFT, SUBMITTED, UNDER_REVIEW = "building", "draft", "submitted", "under_review"
APPROVED, SENT, PAID = "approved", "sent", "paid"
RETURNED = "returned"

MOVES = {
    "build": (BUILDING, DRAFT), "submit": (DRAFT, SUBMITTED), "open_review": (SUBMITTED, UNDER_REVIEW),
    "approve": (UNDER_REVIEW, APPROVED),    "pay": (APPROVED, SENT), "paid": (SENT, PAID), "returned": (SENT, APPROVED),
}  # fmt: skip


def after(verb: str, state: str) -> str:
    """The claim's state after `verb`. Raises WrongStep."""
    source, target = MOVES[verb]
    if state != source:
        raise WrongStep
    return target
