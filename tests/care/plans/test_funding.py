"""What benefits pay towards care, as far as the month's use at the till leaves it."""

from types import SimpleNamespace

import pytest

from tests.needs.cycles.story import AT
from tests.needs.vouchers.conftest import MONTH, holder, kind, provider_staff, voucher, voucher_packs
from tests.needs.vouchers.test_vouchers import DAY, bill
from yinling.care.plans.queries import funding
from yinling.gateways.policy.catalogue import Funding
from yinling.needs.vouchers import actions

__all__ = ["holder", "kind", "voucher", "voucher_packs"]
pytestmark = pytest.mark.django_db
BILL_FEN = 200_000


@pytest.fixture
def paid_by_voucher(kind, voucher, monkeypatch):
    """Care that the voucher pays for; gives what it pays of a bill of 2,000 yuan on a day."""
    offered = Funding(kind.pack, "voucher", kind.ceiling, (), pays=kind.use, service_kind="home")
    monkeypatch.setattr(funding, "files", lambda: SimpleNamespace(funding=[offered]))

    def pays(day=DAY) -> int:
        alone = funding.benefits_of(voucher.person_id, on=day).ceilings
        among_others = funding.ceilings_of([voucher.person_id, 0], on=day)[voucher.person_id]
        given = {ceiling.pays(BILL_FEN, 0) for ceilings in (alone, among_others) for ceiling in ceilings}
        assert len(given) == 1
        return given.pop()

    return pays


def test_pay_from_a_voucher_what_the_till_left_of_it(voucher, paid_by_voucher) -> None:
    assert paid_by_voucher() == 80_000  # 40 % of the bill, up to the ceiling
    staff = provider_staff()
    use = actions.use(bill(voucher, 1000), key="till", by=staff, at=AT)
    assert use.deducted_fen == 40_000
    assert paid_by_voucher() == 40_000
    actions.take_back(use_id=use.pk, reason="记错了", by=staff, at=AT)
    assert paid_by_voucher() == 80_000


def test_leave_another_months_voucher_whole(voucher, paid_by_voucher) -> None:
    actions.use(bill(voucher, 1000), key="till", by=provider_staff(), at=AT)
    assert paid_by_voucher(MONTH.replace(month=2)) == 80_000
