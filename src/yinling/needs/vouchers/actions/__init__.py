"""Verbs of vouchers."""

from yinling.needs.vouchers.actions.expiring import expire
from yinling.needs.vouchers.actions.issuing import IssueReport, issue_month
from yinling.needs.vouchers.actions.statements import answer_dispute, approve, confirm, dispute, draw_up, record_payment
from yinling.needs.vouchers.actions.using import Bill, Preview, preview, take_back, use

__all__ = [
    "Bill",
    "IssueReport",
    "Preview",
    "answer_dispute",
    "approve",
    "confirm",
    "dispute",
    "draw_up",
    "expire",
    "issue_month",
    "preview",
    "record_payment",
    "take_back",
    "use",
]
