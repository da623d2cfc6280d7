"""Pages of settlement: two officers, double sends, the bank's answer file, and who sees nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.care.story import actor, clerk, officer
from tests.oversight.settlement.ledger_story import fill, owed, sent_run
from tests.signing_in import log_in
from yinling.foundation.audit.models import Read
from yinling.foundation.books.queries import balance
from yinling.oversight.settlement.models import PaymentRun
from yinling.oversight.settlement.web.panels import payment_panel

pytestmark = pytest.mark.django_db
GET_PAGES = ["settlement:runs", "settlement:funds", "settlement:payables"]


@pytest.fixture(autouse=True)
def _open_door(settings):
    settings.STAFF_CODE_REQUIRED = False


def send(who, view, *args, **data):
    return log_in(who).post(reverse(f"settlement:{view}", args=args), data)


def test_two_officers_carry_a_run_to_the_bank_by_pages():
    owed()
    fill()
    first, second = officer("preparer"), officer("approver")
    assert send(first, "new_run").status_code == 302
    run = PaymentRun.objects.get()
    assert "不能由您复核" in log_in(first).get(reverse("settlement:run", args=[run.pk])).content.decode()
    send(first, "approval", run.pk)
    assert PaymentRun.objects.get().state == "draft"
    for _ in range(2):
        send(second, "approval", run.pk)
    assert balance("bank:clearing") == 500_000
    file = send(second, "bank_file", run.pk, form="csv")
    assert "6222000011112222" in file.content.decode("utf-8-sig")
    assert Read.objects.filter(subject=f"payment_run:{run.pk}").count() == 1
    assert send(second, "sending", run.pk).status_code == 200
    send(second, "sending", run.pk, bank_reference="演示受理")
    send(second, "results", run.pk, **{"1-outcome": "paid", "2-outcome": "returned", "2-reason": "户名不符"})
    assert PaymentRun.objects.get().state == "settled"
    line = run.lines.get(number=2)
    page = log_in(second).get(reverse("settlement:run", args=[run.pk])).content.decode()
    assert "核对账户后重付" in page
    send(second, "reopening", run.pk, line.pk, reason="已更正")
    assert run.lines.get(number=2).reopened_by


def test_a_prepared_run_sent_twice_makes_one():
    owed()
    fill()
    send(officer(), "new_run")
    assert "没有可以拨付的款项" in send(officer(), "new_run").content.decode()
    assert PaymentRun.objects.count() == 1


def test_a_short_fund_is_said_in_words():
    owed()
    fill(municipal=1)
    assert "余额不足" in send(officer(), "new_run").content.decode()


def test_the_banks_file_is_previewed_and_kept_only_on_confirmation():
    owed()
    fill()
    run = sent_run()
    content = "序号,结果,原因\n1,成功,\n2,退回,账号不存在\n7,成功,\n".encode("gb18030")
    page = send(officer(), "answer_file", run.pk, file=SimpleUploadedFile("回执.csv", content)).content.decode()
    assert "读到 2 笔结果" in page
    assert "第 4 行" in page
    assert 'value="账号不存在"' in page
    assert set(run.lines.values_list("state", flat=True)) == {"waiting"}


def test_a_returned_line_without_reason_is_refused():
    owed()
    fill()
    run = sent_run()
    page = send(officer(), "results", run.pk, **{"1-outcome": "returned"})
    assert "退回请写明原因" in page.content.decode()
    assert set(run.lines.values_list("state", flat=True)) == {"waiting"}


def test_an_allotment_is_entered_in_yuan_with_its_document():
    data = {"fund": "district_budget", "amount_fen": "12,000.50", "source_document": "青财〔2026〕3号"}
    send(officer(), "allotments", **data, received_on="2026-03-01")
    assert balance("fund:district_budget") == 1_200_050
    assert "已经登记过" in send(officer(), "allotments", **data, received_on="2026-03-01").content.decode()


def test_every_yuan_leads_from_fund_to_case_and_back():
    payable = owed()
    fill()
    run = sent_run()
    client = log_in(officer())
    fund = client.get(reverse("settlement:fund", args=["municipal_welfare_lottery"])).content.decode()
    assert reverse("settlement:payable", args=[payable.pk]) in fund
    page = client.get(reverse("settlement:payable", args=[payable.pk])).content.decode()
    assert reverse("settlement:run", args=[run.pk]) in page
    assert reverse("settlement:fund", args=["district_budget"]) in page
    bureau = actor("bureau_reviewer", area="310118")
    assert reverse("settlement:run", args=[run.pk]) in payment_panel(payable.case_id, bureau)
    assert payment_panel(payable.case_id, clerk()) == ""


def test_others_are_kept_out_and_foreign_runs_are_not_found():
    payable = owed()
    fill()
    run = sent_run()
    for view in GET_PAGES:
        assert log_in(clerk()).get(reverse(view)).status_code == 403
        assert log_in(actor("auditor", area="310118")).get(reverse(view)).status_code == 200
    far = actor("finance_officer", "far", area="310117")
    addresses = [("run", [run.pk]), ("payable", [payable.pk]), ("fund", ["district_budget"])]
    for view, args in addresses:
        assert log_in(far).get(reverse(f"settlement:{view}", args=args)).status_code == 404
    for view in ["approval", "bank_file", "sending", "cancellation", "results"]:
        assert send(far, view, run.pk, reason="理由", bank_reference="号").status_code == 404
    assert send(actor("auditor", area="310118"), "approval", run.pk).status_code == 403


@pytest.mark.parametrize("place", ["results", "approval"])
def test_a_failure_in_the_middle_leaves_nothing_behind(monkeypatch, place):
    from yinling.oversight.settlement.actions import results, runs  # noqa: PLC0415  patched below

    owed()
    fill()
    module = results if place == "results" else runs
    run = sent_run() if place == "results" else None
    if run is None:
        send(officer("preparer"), "new_run")
        run = PaymentRun.objects.get()
    before, move, calls = balance("bank:clearing"), module.move_money, []

    def breaks_on_the_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        move(*args, **kwargs)

    monkeypatch.setattr(module, "move_money", breaks_on_the_second)
    data = {"1-outcome": "paid", "2-outcome": "paid"} if place == "results" else {}
    with pytest.raises(RuntimeError):
        send(officer("approver"), place, run.pk, **data)
    assert balance("bank:clearing") == before
    assert set(run.lines.values_list("state", flat=True)) == {"waiting"}
    monkeypatch.undo()
    send(officer("approver"), place, run.pk, **data)
    assert PaymentRun.objects.get().state == ("settled" if place == "results" else "approved")
