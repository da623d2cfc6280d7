"""Stored facts of care at home."""

from yinling.care.visits.models.doors import Door, Rest
from yinling.care.visits.models.orders import Offer, Order, OrderRecord, OrderState, Source
from yinling.care.visits.models.proofs import MarkKind, Rating, Trouble, TroubleKind, VisitMark
from yinling.care.visits.models.visits import Cause, Visit, VisitCarer, VisitRecord, VisitState

__all__ = [
    "Cause",
    "Door",
    "MarkKind",
    "Offer",
    "Order",
    "OrderRecord",
    "OrderState",
    "Rating",
    "Rest",
    "Source",
    "Trouble",
    "TroubleKind",
    "Visit",
    "VisitCarer",
    "VisitMark",
    "VisitRecord",
    "VisitState",
]
