"""The steps of the killing test, each in a process of its own."""

from django.core.management import call_command

from tests.care.story import AT, OTHER_TOWN, TOWN, officer
from tests.oversight.settlement.ledger_story import fill, owed
from yinling.foundation.books.models import Transfer
from yinling.needs.casework.models import Case
from yinling.oversight.settlement import actions
from yinling.oversight.settlement.domain.bank_files import Result
from yinling.oversight.settlement.domain.refusals import NothingToPay
from yinling.oversight.settlement.models import PaymentLine, PaymentRun

CASES_IN_A_TOWN = 12


def prepare() -> None:
    """Cases that are owed, and money."""
    call_command("migrate", verbosity=0)
    fill()
    for _ in range(CASES_IN_A_TOWN):
        owed(town=TOWN)
        owed(town=OTHER_TOWN)


def carry_on() -> None:
    """Whatever is open goes one step on, until nothing is."""
    print("begun", flush=True)
    while _prepared_one() or PaymentRun.objects.exclude(state="settled").exists():
        for run in PaymentRun.objects.exclude(state="settled"):
            _move_on(run)


def _prepared_one() -> bool:
    for town in (TOWN, OTHER_TOWN):
        try:
            actions.prepare_run(towns=[town], by=officer("preparer"), at=AT)
        except NothingToPay:
            continue
        return True
    return False


def _move_on(run: PaymentRun) -> None:
    approver = officer("approver")
    if run.state == "draft":
        actions.approve_run(run_id=run.pk, by=approver, at=AT)
    elif run.state == "approved":
        actions.mark_sent(run_id=run.pk, bank_reference="演示受理", by=approver, at=AT)
    else:
        for number in run.lines.filter(state="waiting").values_list("number", flat=True):
            actions.record_results(run_id=run.pk, results=[Result(number, "paid")], by=approver, at=AT)


def verify() -> None:
    """Fails if anything is half done or done twice."""
    call_command("settlement_verify", verbosity=0)
    call_command("audit_verify", verbosity=0)


def verify_all_paid() -> None:
    """Fails unless every case was paid exactly once and closed."""
    verify()
    lines = 4 * CASES_IN_A_TOWN
    assert PaymentLine.objects.filter(state="paid").count() == lines == PaymentLine.objects.count()
    assert Transfer.objects.filter(key__endswith=":paid").count() == lines
    assert not Case.objects.exclude(state="closed").exists()
