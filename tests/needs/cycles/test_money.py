"""Money on its way: returns that come again, what is kept back, what is written off, and who may do it."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.needs.cycles.story import AT, DISTRICT, FUNDS, Office, enrol, make, rows, say, someone
from yinling.foundation.audit.models import Read
from yinling.foundation.books.queries import balance, faults
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.actions.money import PERSONS_PAID, fund_account
from yinling.needs.cycles.models import Cycle, CyclePayment, CycleProblem, CycleRow, Recovery, Relief
from yinling.needs.cycles.queries.bases import outstanding

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank_account": "6222020000000000001"}
FEBRUARY = datetime(2026, 2, 3, tzinfo=SHANGHAI)


@pytest.fixture
def office(pack):
    found = Office()
    found.fund()
    return found


def too_much(office: Office, **wanted: object):
    """A person who was given 740 yuan for January that were not due, and gets 740 from February on."""
    person = make(minimum_living=True, care_level=2, **ACCOUNT)
    enrolment = enrol(person, "care_subsidy", "2026-01-01")
    office.month("2026-01")
    say(person, "care_level", 1, "2026-01-01", FEBRUARY)
    say(person, "care_level", 2, "2026-02-01", FEBRUARY)
    return person, enrolment, office.month("2026-02", **wanted)


def test_keep_back_no_more_than_the_share(office) -> None:
    person, _, february = too_much(office)
    assert rows(february) == {
        ("care_subsidy", "2026-01", "recovery", -74000), ("care_subsidy", "2026-02", "due", 74000),
    }  # fmt: skip
    recovery = Recovery.objects.get()
    march = office.month("2026-03")
    assert ("care_subsidy", "2026-03", "instalment", -22200) in rows(march)
    assert CyclePayment.objects.get(cycle=march).amount_fen == 51800
    actions.plan_recovery(recovery_id=recovery.pk, percent_max=100, reason="本人同意一次扣清", by=office.checker, at=AT)
    april, may = office.month("2026-04"), office.month("2026-05")
    assert [CycleRow.objects.filter(cycle=each, kind="instalment").count() for each in (april, may)] == [1, 0]
    assert outstanding([recovery]) == {recovery.pk: {}}
    assert balance(PERSONS_PAID) == 4 * 74000
    assert faults() == []


def test_write_off_only_with_another_person(office) -> None:
    too_much(office)
    recovery = Recovery.objects.get()
    with pytest.raises(actions.AmountWrong):
        actions.ask_write_off(recovery_id=recovery.pk, amount_fen=74001, reason="困难", by=office.checker, at=AT)
    asked = actions.ask_write_off(recovery_id=recovery.pk, amount_fen=70000, reason="困难", by=office.checker, at=AT)
    with pytest.raises(actions.SamePerson):
        actions.settle_write_off(relief_id=asked.pk, is_granted=True, reason="同意", by=office.checker, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relief.objects.filter(pk=asked.pk).update(state="granted", settled_by=office.checker.user_id)
    assert sum(outstanding([recovery])[recovery.pk].values()) == 74000
    actions.settle_write_off(relief_id=asked.pk, is_granted=True, reason="同意", by=office.drafter, at=AT)
    actions.record_repayment(recovery_id=recovery.pk, amount_fen=4000, reason="家属退还", by=office.cashier, at=AT)
    assert outstanding([recovery]) == {recovery.pk: {}}
    assert balance(PERSONS_PAID) == 2 * 74000 - 4000
    assert CycleRow.objects.filter(cycle=office.draft("2026-03"), kind="instalment").count() == 0


def test_send_again_what_the_bank_returned(office) -> None:
    person = make(**ACCOUNT)
    enrol(person, "allowance", "2026-01-01")
    january = office.month("2026-01")
    payment = CyclePayment.objects.get()
    held = balance(fund_account(FUNDS[0]))
    returned = [actions.ReturnedPayment(payment.pk, "账户已销户")]
    for _ in range(2):
        actions.record_returns(cycle_id=january.pk, returns=returned, by=office.cashier, at=AT)
    assert (balance(PERSONS_PAID), balance(fund_account(FUNDS[0]))) == (0, held + 3333)
    actions.close(cycle_id=january.pk, by=office.cashier, at=AT)
    with pytest.raises(actions.WrongState):
        actions.record_returns(cycle_id=january.pk, returns=returned, by=office.cashier, at=AT)
    february = office.month("2026-02")
    assert rows(february) == {("allowance", "2026-01", "repeat", 10000), ("allowance", "2026-02", "due", 10000)}
    assert CyclePayment.objects.get(cycle=february).amount_fen == balance(PERSONS_PAID) == 20000
    assert rows(office.draft("2026-03")) == {("allowance", "2026-03", "due", 10000)}


def test_hold_money_for_want_of_an_account_and_send_it_later(office) -> None:
    person = make()
    enrol(person, "allowance", "2026-01-01")
    january = office.month("2026-01")
    assert CycleProblem.objects.get(cycle=january).kind == "no_account"
    assert balance(PERSONS_PAID) == 0
    file = actions.export_bank_file(cycle_id=january.pk, form="csv", by=office.cashier, at=AT)
    assert file.content.decode("utf-8-sig").count("\n") == 1
    say(person, "bank_account", ACCOUNT["bank_account"], "2026-02-01", FEBRUARY)
    office.month("2026-02")
    assert balance(PERSONS_PAID) == 20000


def test_open_accounts_for_the_bank_under_log(office) -> None:
    enrol(make(**ACCOUNT), "allowance", "2026-01-01")
    cycle = office.month("2026-01")
    before = Read.objects.count()
    file = actions.export_bank_file(cycle_id=cycle.pk, form="csv", by=office.cashier, at=AT)
    assert f",张三,{ACCOUNT['bank_account']},100.00," in file.content.decode("utf-8-sig")
    assert Read.objects.count() == before + 1
    assert actions.export_bank_file(cycle_id=cycle.pk, form="xlsx", by=office.cashier, at=AT).content[:2] == b"PK"
    with pytest.raises(actions.NotPermitted):
        actions.export_bank_file(cycle_id=cycle.pk, form="csv", by=office.checker, at=AT)


def test_take_different_people_for_each_step(office) -> None:
    enrol(make(**ACCOUNT), "allowance", "2026-01-01")
    cycle = office.draft("2026-01")
    with pytest.raises(actions.SamePerson):
        actions.check(cycle_id=cycle.pk, by=office.drafter, at=AT)
    with pytest.raises(actions.NotPermitted):
        actions.check(cycle_id=cycle.pk, by=office.cashier, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(state="checked", checked_by=office.drafter.user_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(state="approved")
    actions.check(cycle_id=cycle.pk, by=office.checker, at=AT)
    with pytest.raises(actions.SamePerson):
        actions.approve(cycle_id=cycle.pk, by=office.checker, at=AT)
    with pytest.raises(actions.WrongState):
        actions.pay(cycle_id=cycle.pk, bank_reference="B", by=office.cashier, at=AT)
    assert [step.verb for step in cycle.steps.all()] == ["open", "draft", "check"]


def test_pay_nothing_where_a_fund_is_short(pack) -> None:
    office = Office()
    office.fund(FUNDS[0])
    office.fund(FUNDS[1], amount_fen=6666)
    enrol(make(**ACCOUNT), "allowance", "2026-01-01")
    with pytest.raises(actions.InsufficientFund, match="还差 0.01 元"):
        office.month("2026-01")
    assert Cycle.objects.get().state == "approved"
    assert balance(PERSONS_PAID) == 0


def test_keep_months_in_order(office) -> None:
    enrol(make(**ACCOUNT), "allowance", "2026-01-01")
    draft = office.draft("2026-02")
    with pytest.raises(actions.EarlierOpen):
        office.draft("2026-03")
    with pytest.raises(actions.LaterExists):
        office.draft("2026-02", area="310118001")
    assert office.draft("2026-02").pk == draft.pk
    office.finish(draft)
    for month in ("2026-01", "2026-02"):
        with pytest.raises(actions.LaterExists):
            office.draft(month)
    with pytest.raises(actions.NotPermitted):
        actions.open_cycle(actions.Wanted(date(2026, 3, 1)), by=someone("auditor", DISTRICT), at=AT)
