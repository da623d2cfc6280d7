"""A month of vouchers: given once, taken off bills by the rule, expired in the books, settled by two people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.needs.cycles.story import AT, BY, DISTRICT, enrol, make, someone
from tests.needs.vouchers.conftest import MONTH, provider_staff
from yinling.foundation.books.actions import open_account, post
from yinling.foundation.books.queries import faults
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.vouchers import actions, queries
from yinling.needs.vouchers.actions.booking import month_of
from yinling.needs.vouchers.domain import postings, refusals
from yinling.needs.vouchers.models import Statement, Use, Voucher

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)


def bill(voucher: Voucher, yuan: int = 1000, **more: object) -> actions.Bill:
    given = {"service_kind": "home", "served_on": DAY, "bill_fen": yuan * 100, **more}
    return actions.Bill(voucher.number, **given)


def test_issue_to_those_enrolled_and_entitled_only(kind):
    entitled, light, unknown, resting = (
        make("甲", serial=1, ability_grade=2), make("乙", serial=2, ability_grade=1), make("丙", serial=3),
        make("丁", serial=4, ability_grade=3),
    )  # fmt: skip
    make("戊", serial=5, ability_grade=4)  # entitled, but not enrolled
    for person in (entitled, light, unknown):
        enrol(person, "ceiling")
    pause = enrol(resting, "ceiling")
    enrolments.pause(enrolment_id=pause.pk, reason="hospital", from_=date(2025, 12, 20), by=BY, at=AT)
    report = actions.issue_month(kind, month=MONTH, by=BY, at=AT)
    assert (report.issued, report.refused, sum(report.undecided.values())) == (1, 1, 1)
    voucher = Voucher.objects.get()
    assert (voucher.person_id, voucher.ceiling_fen, voucher.valid_until) == (entitled.pk, 80_000, date(2026, 2, 1))


def test_issue_twice_gives_nobody_two(kind, holder):
    report = actions.issue_month(kind, month=MONTH + timedelta(days=9), by=BY, at=AT)
    assert (report.issued, report.already) == (0, 1)
    assert Voucher.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.create(
            number="1", person=holder, pack=kind.pack, kind=kind.id, month=MONTH, valid_until=DAY, area="",
            ceiling_fen=1, issued_at=AT,
        )  # fmt: skip


def test_take_off_the_share_after_insurance_up_to_what_is_left(voucher):
    staff = provider_staff()
    first = actions.use(bill(voucher, 1000, ltci_paid_fen=40_000), key="a", by=staff, at=AT)
    assert (first.deducted_fen, first.resident_fen) == (24_000, 36_000)
    second = actions.use(bill(voucher, 5000), key="b", by=staff, at=AT)
    assert second.deducted_fen == 56_000  # 40 % would be 2,000 yuan; 560 are left
    with pytest.raises(refusals.NothingLeft):
        actions.use(bill(voucher, 10), key="c", by=staff, at=AT)


def test_use_again_with_the_same_key_takes_nothing_off(voucher):
    staff = provider_staff()
    first = actions.use(bill(voucher), key="a", by=staff, at=AT)
    assert actions.use(bill(voucher), key="a", by=staff, at=AT) == first
    voucher.refresh_from_db()
    assert voucher.used_fen == first.deducted_fen


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 1)])
def test_refuse_a_service_outside_the_month(voucher, day):
    with pytest.raises(refusals.NotValid):
        actions.preview(bill(voucher, served_on=day), by=provider_staff(), on=DAY)


def test_refuse_what_the_rule_does_not_cover_and_say_why(voucher):
    with pytest.raises(refusals.NothingToTakeOff, match="属于可以抵扣的服务"):
        actions.preview(bill(voucher, service_kind="hospital"), by=provider_staff(), on=DAY)
    with pytest.raises(refusals.NoSuchVoucher):
        actions.preview(actions.Bill("0", "home", DAY, 100), by=provider_staff("乙机构", "MA000002"), on=DAY)
    with pytest.raises(PermissionDenied):
        actions.preview(bill(voucher), by=someone("bureau_reviewer"), on=DAY)


def test_take_back_restores_the_ceiling_once(voucher):
    staff = provider_staff()
    row = actions.use(bill(voucher), key="a", by=staff, at=AT)
    other = provider_staff("乙机构", "MA000002")
    with pytest.raises(refusals.NoSuchVoucher):
        actions.take_back(use_id=row.pk, reason="别人的", by=other, at=AT)
    actions.take_back(use_id=row.pk, reason="金额填错", by=staff, at=AT)
    voucher.refresh_from_db()
    assert (voucher.used_fen, voucher.left_fen) == (0, 80_000)
    with pytest.raises(refusals.AlreadyBilled):
        actions.take_back(use_id=row.pk, reason="再撤", by=staff, at=AT)


def test_take_nothing_off_by_a_voucher_whose_month_is_over(voucher):
    staff = provider_staff()
    actions.use(bill(voucher), key="a", by=staff, at=AT)
    actions.expire(on=date(2026, 2, 1), by=BY, at=AT)
    with pytest.raises(refusals.Expired, match="2026年1月31日"):
        actions.preview(bill(voucher, 10), by=staff, on=date(2026, 2, 1))
    with pytest.raises(refusals.Expired):
        actions.use(bill(voucher, 10), key="b", by=staff, at=datetime(2026, 1, 31, 16, tzinfo=UTC))
    assert actions.preview(bill(voucher, 10), by=staff, on=date(2026, 1, 31)).deducted_fen
    assert queries.book_balances(month_of(voucher))["outstanding"] == 0


def test_expire_what_is_left_once(kind, voucher):
    actions.use(bill(voucher), key="a", by=provider_staff(), at=AT)
    assert actions.expire(on=date(2026, 1, 31), by=BY, at=AT) == {}
    assert list(actions.expire(on=date(2026, 2, 1), by=BY, at=AT).values()) == [40_000]
    assert actions.expire(on=date(2026, 2, 2), by=BY, at=AT) == {}
    found = queries.book_balances(month_of(voucher))
    assert found == {"issued": -80_000, "outstanding": 0, "used": 40_000, "expired": 40_000}
    assert faults() == []


def test_settle_with_the_provider_by_two_people(kind, voucher):
    staff, bureau, other, finance = (
        provider_staff(), someone("bureau_reviewer"), someone("bureau_reviewer"), someone("finance_officer"),
    )  # fmt: skip
    row = actions.use(bill(voucher), key="a", by=staff, at=AT)
    wrong = actions.use(bill(voucher, 100), key="b", by=staff, at=AT)
    actions.take_back(use_id=wrong.pk, reason="错", by=staff, at=AT)
    month = {"pack": kind.pack, "kind": kind.id, "month": MONTH, "at": AT}
    (statement,) = actions.draw_up(**month, by=bureau)
    assert (statement.total_fen, statement.lines.count()) == (row.deducted_fen, 3)
    with pytest.raises(refusals.NothingToBill):
        actions.draw_up(**month, by=bureau)
    step = {"statement_id": statement.pk, "at": AT}
    with pytest.raises(refusals.WrongStep):
        actions.approve(**step, by=other)
    actions.dispute(**step, reason="少了一笔", by=staff)
    actions.answer_dispute(**step, reason="那一笔已撤销", by=bureau)
    actions.confirm(**step, by=staff)
    with pytest.raises(refusals.SamePerson):
        actions.approve(**step, by=bureau)
    actions.approve(**step, by=other)
    with pytest.raises(refusals.FundTooShort):
        actions.record_payment(**step, bank_reference="K1", by=finance)
    _fill_fund(bureau)
    actions.record_payment(**step, bank_reference="K1", by=finance)
    statement.refresh_from_db()
    assert (statement.state, statement.bank_reference) == ("paid", "K1")
    assert [each.verb for each in statement.steps.order_by("id")] == [
        "drawn_up", "disputed", "answered", "confirmed", "approved", "paid",
    ]  # fmt: skip
    with pytest.raises(refusals.AlreadyBilled):
        actions.take_back(use_id=row.pk, reason="晚了", by=staff, at=AT)
    assert faults() == []


def _fill_fund(by) -> None:
    for code, name, account_kind in (("fund:district_budget", "区级财政资金", "fund"), ("outside", "拨入", "outside")):
        open_account(code=code, name=name, kind=account_kind, by=by, at=AT)
    post(
        key="in", entries=(("outside", -1_000_000), ("fund:district_budget", 1_000_000)), memo="拨入", about="x",
        by=by, at=AT,
    )  # fmt: skip


def test_show_uses_and_statements_to_their_own_only(kind, voucher):
    staff, stranger = provider_staff(), provider_staff("乙机构", "MA000002")
    actions.use(bill(voucher), key="a", by=staff, at=AT)
    actions.draw_up(pack=kind.pack, kind=kind.id, month=MONTH, by=someone("bureau_reviewer"), at=AT)
    statement = Statement.objects.get()
    assert len(queries.uses(staff)) == 1
    assert queries.uses(stranger) == []
    assert len(queries.statements(staff)) == 1
    assert queries.statements(stranger) == []
    assert queries.statement_page(statement.pk, actor=stranger) is None
    assert queries.vouchers(stranger, on=DAY) == []
    clerk = someone("town_clerk", area="310118002")
    assert queries.uses(clerk) == []
    assert queries.vouchers(clerk, on=DAY) == []
    assert len(queries.vouchers(someone("bureau_reviewer", area=DISTRICT), on=DAY)) == 1


@given(steps=st.lists(st.tuples(st.integers(1, 300_000), st.integers(0, 100), st.booleans()), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_uses_keep_the_ceiling_and_the_books(kind, holder, steps):
    with transaction.atomic():
        staff = provider_staff()
        voucher = Voucher.objects.get(person=holder)
        for number, (fen, insured_percent, is_wrong) in enumerate(steps):
            asked = bill(voucher, bill_fen=fen, ltci_paid_fen=fen * insured_percent // 100)
            try:
                row = actions.use(asked, key=f"k{number}", by=staff, at=AT)
            except refusals.VoucherRefused:
                continue
            if is_wrong:
                actions.take_back(use_id=row.pk, reason="错", by=staff, at=AT)
        voucher.refresh_from_db()
        total = sum(Use.objects.filter(voucher=voucher).values_list("deducted_fen", flat=True))
        found = queries.book_balances(month_of(voucher))
        assert 0 <= voucher.used_fen == total <= voucher.ceiling_fen
        assert found[postings.USED] == total
        assert found[postings.OUTSTANDING] == voucher.left_fen
        transaction.set_rollback(True)


def test_know_what_waits_for_a_statement_and_which_use_was_taken_back(voucher):
    staff, bureau = provider_staff(), someone("bureau_reviewer")
    row = actions.use(bill(voucher), key="a", by=staff, at=AT)
    [before] = queries.month_figures(bureau, on=DAY)
    assert before.unbilled_fen == row.deducted_fen
    wrong = actions.use(bill(voucher, 100), key="b", by=staff, at=AT)
    actions.take_back(use_id=wrong.pk, reason="重复", by=staff, at=AT)
    assert [(line.is_reversal, line.is_reversed) for line in queries.uses(staff)] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    actions.draw_up(pack=voucher.pack, kind=voucher.kind, month=voucher.month, by=bureau, at=AT)
    [after] = queries.month_figures(bureau, on=DAY)
    assert after.unbilled_fen == 0
