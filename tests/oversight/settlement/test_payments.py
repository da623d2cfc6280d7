"""Payables, runs, two people, the bank's answers, and what must never happen."""

import io

import pytest
from django.db import IntegrityError, transaction
from python_calamine import load_workbook

from tests.care.story import AT, OTHER_TOWN, TOWN, actor, clerk, firm, officer
from tests.oversight.settlement.ledger_story import fill, owed, sent_run
from yinling.foundation.audit.models import Read
from yinling.foundation.books.models import Account, Transfer
from yinling.foundation.books.queries import balance
from yinling.needs.casework.models import Case
from yinling.oversight.settlement import actions, queries
from yinling.oversight.settlement.domain import bank_files, refusals
from yinling.oversight.settlement.models import Payable, PaymentLine, PaymentRun
from yinling.oversight.settlement.queries.verification import settlement_faults

pytestmark = pytest.mark.django_db
FUND = "fund:municipal_welfare_lottery"


def paid(run, *numbers):
    return actions.record_results(
        run_id=run.pk, results=[bank_files.Result(number, "paid") for number in numbers], by=officer(), at=AT
    )


def returned(run, number, reason="账号不存在"):
    results = [bank_files.Result(number, "returned", reason)]
    return actions.record_results(run_id=run.pk, results=results, by=officer(), at=AT)


def test_pays_a_case_from_two_funds_and_closes_it():
    payable = owed()
    fill()
    run = paid(sent_run(), 1, 2)
    assert run.state == "settled"
    assert Case.objects.get(pk=payable.case_id).state == "closed"
    assert balance(FUND) == 100_000_000 - 350_000
    assert balance(f"payable:provider:{payable.provider_id}") == balance("bank:clearing") == 0
    assert sum(Account.objects.values_list("balance_fen", flat=True)) == 0
    assert list(settlement_faults()) == []


def test_owing_twice_makes_one_payable_and_one_transfer():
    first = owed()
    again = actions.owe(
        case_id=first.case_id, provider_id=first.provider_id, accepted_on=first.accepted_on, by=officer(), at=AT
    )
    assert again.pk == first.pk
    assert Transfer.objects.filter(key=f"payable:{first.pk}").count() == 1


def test_a_case_without_public_money_is_closed_at_once():
    payable = owed(0, 0)
    assert payable.paid_at == AT
    assert Case.objects.get(pk=payable.case_id).state == "closed"


def test_nobody_approves_their_own_run():
    owed()
    fill()
    run = actions.prepare_run(by=officer("preparer"), at=AT)
    with pytest.raises(refusals.SamePerson):
        actions.approve_run(run_id=run.pk, by=officer("preparer"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentRun.objects.filter(pk=run.pk).update(approved_by=run.prepared_by_id)
    assert balance("bank:clearing") == 0


def test_each_step_is_taken_once():
    owed()
    fill()
    run = actions.prepare_run(by=officer("preparer"), at=AT)
    with pytest.raises(refusals.NothingToPay):
        actions.prepare_run(by=officer("preparer"), at=AT)
    actions.approve_run(run_id=run.pk, by=officer("approver"), at=AT)
    with pytest.raises(refusals.WrongState):
        actions.approve_run(run_id=run.pk, by=officer("approver"), at=AT)
    assert balance("bank:clearing") == 500_000


def test_refuses_a_run_that_a_fund_cannot_bear_and_says_how_much_is_missing():
    owed()
    fill(municipal=349_999)
    with pytest.raises(refusals.InsufficientFund) as refused:
        actions.prepare_run(by=officer(), at=AT)
    assert "还差 0.01 元" in refused.value.words
    assert not PaymentRun.objects.exists()


def test_drafts_count_against_the_fund():
    owed(town=TOWN)
    fill(municipal=500_000)
    actions.prepare_run(by=officer(), at=AT)
    owed(town=OTHER_TOWN)
    with pytest.raises(refusals.InsufficientFund):
        actions.prepare_run(by=officer(), at=AT)


def test_approval_fails_whole_when_the_fund_has_shrunk(monkeypatch):
    owed()
    fill(municipal=350_000)
    run = actions.prepare_run(by=officer("preparer"), at=AT)
    Account.objects.filter(code=FUND).update(balance_fen=1)
    with pytest.raises(refusals.InsufficientFund):
        actions.approve_run(run_id=run.pk, by=officer("approver"), at=AT)
    assert PaymentRun.objects.get(pk=run.pk).state == "draft"
    assert not Transfer.objects.filter(key__startswith="run:").exists()


def test_town_filter_takes_only_those_towns():
    owed(town=TOWN)
    there = owed(town=OTHER_TOWN)
    fill()
    run = actions.prepare_run(towns=[OTHER_TOWN], by=officer(), at=AT)
    assert {line.payable_id for line in run.lines.all()} == {there.pk}


def test_returned_money_waits_for_a_look_at_the_account_and_is_paid_in_a_new_run():
    payable = owed(350_000, 0)
    fill()
    run = returned(sent_run(), 1)
    assert run.state == "settled"
    assert balance(FUND) == 100_000_000
    with pytest.raises(refusals.NothingToPay):
        actions.prepare_run(by=officer(), at=AT)
    line = run.lines.get()
    with pytest.raises(refusals.ReasonNeeded):
        actions.repay_returned(line_id=line.pk, reason=" ", by=officer(), at=AT)
    provider = payable.provider
    provider.account_number, provider.account_masked = "6222999988887777", "****7777"
    provider.save()
    actions.repay_returned(line_id=line.pk, reason="账号已更正", by=officer(), at=AT)
    with pytest.raises(refusals.WrongState):
        actions.repay_returned(line_id=line.pk, reason="账号已更正", by=officer(), at=AT)
    second = sent_run()
    assert second.lines.get().account_number == "6222999988887777"
    paid(second, 1)
    assert Case.objects.get(pk=payable.case_id).state == "closed"
    assert list(settlement_faults()) == []


def test_the_same_answer_again_changes_nothing_and_another_is_refused():
    owed()
    fill()
    run = sent_run()
    paid(run, 1)
    before = Transfer.objects.count()
    paid(run, 1)
    assert Transfer.objects.count() == before
    with pytest.raises(refusals.ResultDiffers):
        returned(run, 1)


def test_results_are_kept_all_or_none():
    owed()
    fill()
    run = sent_run()
    results = [bank_files.Result(1, "paid"), bank_files.Result(2, "returned", "")]
    with pytest.raises(refusals.ReasonNeeded):
        actions.record_results(run_id=run.pk, results=results, by=officer(), at=AT)
    assert set(run.lines.values_list("state", flat=True)) == {"waiting"}
    assert balance("bank:clearing") == 500_000


def test_the_database_refuses_a_second_live_line():
    owed()
    fill()
    line = sent_run().lines.first()
    line.pk, line.number = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentLine.objects.bulk_create([line])


def test_cancelling_an_approved_run_gives_the_money_back():
    owed()
    fill()
    run = actions.prepare_run(by=officer("preparer"), at=AT)
    actions.approve_run(run_id=run.pk, by=officer("approver"), at=AT)
    actions.cancel_run(run_id=run.pk, reason="账户要先核对", by=officer("preparer"), at=AT)
    assert balance(FUND) == 100_000_000
    assert list(settlement_faults()) == []
    assert paid(sent_run(), 1, 2).state == "settled"


def test_a_sent_run_cannot_be_cancelled():
    owed()
    fill()
    run = sent_run()
    with pytest.raises(refusals.WrongState):
        actions.cancel_run(run_id=run.pk, reason="改主意", by=officer(), at=AT)


def test_a_payee_without_account_waits_and_the_list_says_why():
    owed(payee=firm("没有账户", account=""))
    fill()
    with pytest.raises(refusals.NothingToPay):
        actions.prepare_run(by=officer(), at=AT)
    line = queries.payables(officer())[0]
    assert {part.why for part in line.parts} == {"收款账户没有登记"}


def test_others_may_not_pay():
    owed()
    fill()
    for who in [clerk(), actor("auditor", area="310118"), actor("finance_officer", "far", area="310117")]:
        with pytest.raises(refusals.NotPermitted):
            actions.prepare_run(by=who, at=AT)


def test_bank_file_has_full_accounts_and_its_export_is_logged():
    owed(payee=firm("=HYPERLINK(1)"))
    fill()
    run = sent_run()
    file = actions.export_bank_file(run_id=run.pk, form="csv", by=officer(), at=AT)
    text = file.content.decode("utf-8-sig")
    assert "6222000011112222" in text
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert Read.objects.get(subject=f"payment_run:{run.pk}").fields == ["account_number"]
    book = actions.export_bank_file(run_id=run.pk, form="xlsx", by=officer(), at=AT)
    rows = load_workbook(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:5] == ["'=HYPERLINK(1)", "演示银行", "6222000011112222", 3500.0]


def test_pages_of_a_run_hold_no_full_account():
    owed()
    fill()
    page = queries.run_page(sent_run().pk, actor=officer())
    assert "6222000011112222" not in repr(page)
    assert {name: fen for _, name, _, fen in page.by_fund} == {"市级福利彩票公益金": 350_000, "区级财政资金": 150_000}


def test_the_same_document_is_entered_once():
    def enter():
        actions.allot(
            fund="district_budget", amount_fen=1, source_document="青财〔2026〕1号", received_on=AT.date(),
            by=officer(), at=AT,
        )  # fmt: skip

    enter()
    with pytest.raises(refusals.AllotmentKnown):
        enter()


def test_verification_finds_tampering():
    payable = owed()
    fill()
    run = paid(sent_run(), 1, 2)
    PaymentLine.objects.filter(run=run, number=1).update(state="returned", reason="改过")
    assert any("应有转账" in fault for fault in settlement_faults())
    PaymentLine.objects.filter(run=run, number=1).update(state="paid")
    Payable.objects.filter(pk=payable.pk).update(municipal_fen=349_999)
    assert any("与核定金额不一致" in fault for fault in settlement_faults())


def test_scope_bounds_lists_by_area():
    owed(town=TOWN)
    fill()
    sent_run()
    outside = actor("finance_officer", "far", area="310117")
    assert queries.runs(outside) == queries.payables(outside) == queries.fund_tiles(outside) == []
    assert queries.payable_page(Payable.objects.get().pk, actor=outside) is None
    assert queries.payables(clerk()) == []
