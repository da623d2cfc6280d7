"""Whatever officers and the bank do, in whatever order: books balance, nothing is paid twice, funds never run dry."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.care.story import AT, OTHER_TOWN, TOWN, officer
from tests.oversight.settlement.ledger_story import fill, owed
from yinling.foundation.books.queries import balance
from yinling.oversight.settlement import actions
from yinling.oversight.settlement.domain import postings
from yinling.oversight.settlement.domain.bank_files import Result
from yinling.oversight.settlement.domain.refusals import StepRefused
from yinling.oversight.settlement.models import Payable, PaymentLine, PaymentRun
from yinling.oversight.settlement.queries.verification import settlement_faults

PREPARER, APPROVER = "preparer", "approver"


def _latest():
    run = PaymentRun.objects.order_by("-pk").first()
    return run.pk if run else 0


def _result(number, outcome):
    def act():
        reason = "退票" if outcome == "returned" else ""
        actions.record_results(run_id=_latest(), results=[Result(number, outcome, reason)], by=officer(), at=AT)

    return act


def _reopen():
    for line in PaymentLine.objects.filter(state="returned", reopened_at=None):
        actions.repay_returned(line_id=line.pk, reason="已核对", by=officer(), at=AT)


STEPS = {
    "owe": lambda: owed(300_000, 200_000),
    "owe_there": lambda: owed(123_457, 0, town=OTHER_TOWN),
    "fill": lambda: fill(400_000, 250_000),
    "prepare": lambda: actions.prepare_run(by=officer(PREPARER), at=AT),
    "prepare_here": lambda: actions.prepare_run(towns=[TOWN], by=officer(PREPARER), at=AT),
    "approve": lambda: actions.approve_run(run_id=_latest(), by=officer(APPROVER), at=AT),
    "approve_own": lambda: actions.approve_run(run_id=_latest(), by=officer(PREPARER), at=AT),
    "send": lambda: actions.mark_sent(run_id=_latest(), bank_reference="号", by=officer(APPROVER), at=AT),
    "cancel": lambda: actions.cancel_run(run_id=_latest(), reason="作废", by=officer(PREPARER), at=AT),
    "pay_1": _result(1, "paid"),
    "pay_2": _result(2, "paid"),
    "return_1": _result(1, "returned"),
    "return_2": _result(2, "returned"),
    "reopen": _reopen,
}
# Plain chance seldom gets a run to the bank; whole stretches make the interesting states common.
STRETCHES = st.sampled_from(
    [
        ["owe", "fill", "prepare", "approve", "send"],
        ["prepare", "approve", "send"],
        ["owe_there", "prepare", "approve", "cancel"],
        ["pay_1", "pay_2"],
        ["pay_2", "return_1", "reopen"],
        ["pay_1", "return_2"],
    ]
)
SINGLE = st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=2)
ORDERS = st.lists(STRETCHES | SINGLE, min_size=4, max_size=10)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=ORDERS)
def test_any_order_of_steps_keeps_books_and_payments_in_agreement(orders):
    with transaction.atomic():
        for name in (name for stretch in orders for name in stretch):
            _attempt(name)
        assert list(settlement_faults()) == []
        for payable in Payable.objects.all():
            out = sum(payable.lines.filter(state="paid").values_list("amount_fen", flat=True))
            assert out <= sum(payable.by_fund.values())
            assert (payable.paid_at is not None) == (out == sum(payable.by_fund.values()))
        event(f"run states {sorted(set(PaymentRun.objects.values_list('state', flat=True)))}")
        transaction.set_rollback(True)


def _attempt(name):
    try:
        STEPS[name]()
    except StepRefused:
        return
    assert balance(postings.fund_account(postings.MUNICIPAL)) >= 0
