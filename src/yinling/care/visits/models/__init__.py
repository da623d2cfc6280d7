"""Stored facts of care at home."""

from yinling.care.visits.models.doors import Door
from yinling.care.visits.models.proofs import MarkKind, Rating, Trouble, TroubleKind, VisitMark
from yinling.care.visits.models.visits import Cause, Visit, VisitCarer, VisitRecord, VisitState

__all__ = [
    "Cause",
    "Door",
    "MarkKind",
    "Rating",
    "Trouble",
    "TroubleKind",
    "Visit",
    "VisitCarer",
    "VisitMark",
    "VisitRecord",
    "VisitState",
]
