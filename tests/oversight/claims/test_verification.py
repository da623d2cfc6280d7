"""The proof finds data that was broken by hand; whatever happens to visits, nothing unproved is settled."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oversight.claims.conftest import FUND, LATER, MONTH, to_the_bank
from yinling.care.visits.models import Visit
from yinling.foundation.books.models import Account
from yinling.oversight.claims.actions import paying
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.models import CareAllotment, Claim, ClaimLine, Payment
from yinling.oversight.claims.queries.verification import claim_faults

pytestmark = pytest.mark.usefixtures("benefits")


def settle(provider, office, reviewer, chief, finance) -> Payment:
    """From the month's visits to the bank's word; every line is kept."""
    payment = to_the_bank(provider, office, reviewer, chief, finance)
    return paying.record_result(payment_id=payment.pk, is_paid=True, by=finance, at=LATER)


@pytest.fixture
def paid(visit, provider, office, reviewer, chief, finance):
    """Three visits, claimed and paid; nothing is wrong."""
    visit(2, 9), visit(3, 9), visit(4, 9, person=1)
    payment = settle(provider, office, reviewer, chief, finance)
    assert list(claim_faults()) == []
    return payment


BREAKS = {
    "凭证": lambda: Visit.objects.filter(on__day=2).update(is_proved=False),
    "老人、日期或机构": lambda: Visit.objects.filter(on__day=2).update(on=MONTH.replace(day=28)),
    "不在申报的月份": lambda: Claim.objects.update(month=MONTH.replace(month=2)),
    "金额或资金来源": lambda: Payment.objects.update(amount_fen=1),
    "补贴来源合计": lambda: ClaimLine.objects.filter(on__day=2).update(shares=[], funds=""),
    "应付": lambda: ClaimLine.objects.filter(on__day=2).update(paid_fen=0),
    "付款却不是": lambda: Claim.objects.update(state="sent"),
    "没有付款，却记为已付": lambda: Claim.objects.update(state="approved"),
    "转账与状态": lambda: Payment.objects.update(state="sent"),
    "账上支出": lambda: Account.objects.filter(code=f"care:spent:{FUND}").update(balance_fen=1),
    "应有": lambda: CareAllotment.objects.all()._raw_delete(using="default"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("words", BREAKS)
def test_find_what_was_broken_by_hand(paid, words: str) -> None:
    BREAKS[words]()
    found = list(claim_faults())
    assert any(words in fault for fault in found), found
    with pytest.raises(CommandError):
        call_command("claims_verify", stderr=io.StringIO())


STATES = ["planned", "assigned", "under_way", "done", "missed", "cancelled", "refused"]
A_VISIT = st.tuples(st.sampled_from(STATES), st.booleans(), st.integers(0, 1), st.sampled_from([None, 0, 20, 30]))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(A_VISIT, min_size=1, max_size=6))
def test_settle_no_order_without_a_confirmed_visit(
    visit, provider, office, reviewer, chief, finance, month: list
) -> None:
    with transaction.atomic():  # each example is undone by itself
        made = [_visit(visit, day, *each) for day, each in enumerate(month, 2)]
        right = {one.pk for one in made if one.state == "done" and one.is_proved and one.minutes_counted}
        try:
            settle(provider, office, reviewer, chief, finance)
        except refusals.NothingToClaim:
            assert not right
        settled = set(ClaimLine.objects.filter(claim__state="paid").values_list("visit_id", flat=True))
        assert settled == right
        assert sum(Account.objects.values_list("balance_fen", flat=True)) == 0
        assert list(claim_faults()) == []
        transaction.set_rollback(True)


def _visit(visit, day: int, state: str, is_proved: bool, person: int, counted: int | None):
    """A visit in any state that the database lets stand."""
    if state != "done":
        nothing = {"started_at": None, "ended_at": None, "minutes_counted": None, "is_proved": False}
        return visit(day, 9, person=person, state=state, **nothing)
    return visit(day, 9, person=person, is_proved=is_proved, minutes_counted=counted)
