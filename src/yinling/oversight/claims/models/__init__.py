"""Stored facts of claims."""

from yinling.oversight.claims.models.claims import Claim, ClaimLine, ClaimState, ClaimStep, Decision, funds_word
from yinling.oversight.claims.models.evidence import Answer, Finding, FindingSource, LineRecord, PhoneBack
from yinling.oversight.claims.models.payments import CareAllotment, Correction, Payment, PaymentState

__all__ = [
    "Answer", "CareAllotment", "Claim", "ClaimLine", "ClaimState", "ClaimStep", "Correction", "Decision", "Finding",
    "FindingSource", "LineRecord", "Payment", "PaymentState", "PhoneBack", "funds_word",
]  # fmt: skip
