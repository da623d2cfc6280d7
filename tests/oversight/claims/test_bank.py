"""The bank's answer as a file: kept whole or not at all, told row by row, the same file twice changes nothing."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.oversight.claims.conftest import AT, FUND, LATER, MONTH, to_the_bank
from tests.signing_in import log_in
from yinling.foundation.books.models import Transfer
from yinling.foundation.books.queries import balance
from yinling.oversight.claims.actions import building, paying, reviewing
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.models import Claim, ClaimLine, Payment
from yinling.oversight.evidence.queries.visits import still_proved

pytestmark = pytest.mark.usefixtures("benefits")


@pytest.fixture
def payment(visit, provider, office, reviewer, chief, finance):
    """One claim on its way to the bank."""
    visit(2, 9), visit(3, 9), visit(4, 9, person=1)
    return to_the_bank(provider, office, reviewer, chief, finance)


@pytest.fixture
def browser(finance):
    return log_in(finance)


def send(browser, payment, text: str, name: str = "回执.csv"):
    file = SimpleUploadedFile(name, text.encode("utf-8-sig"))
    return browser.post(f"/claims/payments/batches/{payment.batch}/answer/", {"file": file}, follow=True)


def test_keep_what_the_file_says_once(browser, payment) -> None:
    for new in (1, 0):
        text = send(browser, payment, "序号,结果,原因\n1,成功,\n").content.decode()
        assert f"文件里有 1 笔结果，新登记 {new} 笔" in text
    payment.refresh_from_db()
    assert (payment.state, balance(f"care:spent:{FUND}")) == ("paid", payment.amount_fen)
    assert Transfer.objects.filter(key=f"care:payment:{payment.pk}:paid").count() == 1
    assert set(ClaimLine.objects.values_list("paid_fen", flat=True)) == {3_000, 1_000}
    assert "不能再改" in send(browser, payment, "序号,结果,原因\n1,退回,账号有误\n").content.decode()


def test_say_of_the_whole_file_what_is_wrong_with_the_whole_file(browser, payment) -> None:
    address = f"/claims/payments/batches/{payment.batch}/answer/"
    for name, content, words in [
        ("空.csv", b"", "空"), ("回执.pdf", b"%PDF-1.4", "只能读 .csv 和 .xlsx 文件"),
        ("头.csv", "序号,结果".encode(), "没有结果"),
    ]:  # fmt: skip
        answer = browser.post(address, {"file": SimpleUploadedFile(name, content)})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert words in text
        assert not re.search("第 [01] 行", text), name
    assert "银行回执文件" in browser.post(address, {}).content.decode()
    payment.refresh_from_db()
    assert payment.state == "sent"


def test_read_a_workbook(browser, payment) -> None:
    import xlsxwriter  # noqa: PLC0415  only here

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "付款结果", "退回原因"])
        sheet.write_row(1, 0, [1, "退票", "账号有误"])
    file = SimpleUploadedFile("回执.xlsx", content.getvalue())
    browser.post(f"/claims/payments/batches/{payment.batch}/answer/", {"file": file})
    payment.refresh_from_db()
    assert (payment.state, payment.reason, payment.claim.state) == ("returned", "账号有误", "approved")
    assert balance(f"care:fund:{FUND}") == 100_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("序号,结果,原因\n1,成功,\n7,成功,\n", "第 3 行：序号“7”不在本批次"),
        ("序号,结果,原因\n1,好的,\n", "第 2 行：结果“好的”看不懂"),
        ("序号,结果,原因\n1,退回,\n", "第 2 行：退回应当写明原因"),
        ("号码,结果\n1,成功\n", "第 1 行：第一行应当有“序号”和“结果”两列"),
        ("序号,结果,原因\n", "文件里没有结果"),
    ],
)
def test_keep_nothing_of_a_file_with_faults(browser, payment, text: str, words: str) -> None:
    answer = send(browser, payment, text)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    payment.refresh_from_db()
    assert payment.state == "sent"


def test_refuse_files_of_other_kinds_and_batches_of_others(browser, payment, provider) -> None:
    assert "只能读" in send(browser, payment, "x", "回执.pdf").content.decode()
    assert browser.post("/claims/payments/batches/ZH-2026-9999/answer/").status_code == 404
    assert browser.get("/claims/payments/batches/ZH-2026-9999/").status_code == 404


def test_lead_from_the_fund_to_the_visit_and_back_in_two_clicks(browser, payment) -> None:
    line = ClaimLine.objects.filter(subsidy_fen__gt=0).first()
    assert f"/claims/payments/{payment.pk}/?fund={FUND}" in browser.get(f"/claims/funds/{FUND}/").content.decode()
    text = browser.get(f"/claims/payments/{payment.pk}/?fund={FUND}").content.decode()
    assert f"/evidence/visits/{line.visit_id}/" in text
    back = browser.get(f"/claims/of-visit/{line.visit_id}/", follow=True).content.decode()
    assert f"/claims/payments/{payment.pk}/" in back
    assert f"/claims/funds/{FUND}/" in back


def test_pay_nobody_without_an_account(payment, provider, finance) -> None:
    paying.record_result(payment_id=payment.pk, is_paid=False, reason="销户", by=finance, at=LATER)
    type(provider).objects.filter(pk=provider.pk).update(account_number="", account_masked="")
    with pytest.raises(refusals.NoAccount):
        paying.pay(claim_ids=[payment.claim_id], by=finance, at=LATER)
    assert Claim.objects.get().state == "approved"


def test_settle_a_claim_that_asks_nothing_of_a_fund_at_once(
    visit, provider, office, reviewer, chief, finance, monkeypatch
) -> None:
    monkeypatch.setattr(building, "ceilings_of", lambda person_ids, *, on: dict.fromkeys(person_ids, ()))
    visit(9, 9)
    claim = building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    building.submit(claim_id=claim.pk, by=office, at=AT)
    reviewing.open_review(claim_id=claim.pk, seed=3, by=reviewer, at=AT)
    reviewing.keep_line_as_asked(line_id=claim.lines.get().pk, reason="核对过", by=reviewer, at=AT)
    reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)
    assert (Claim.objects.get().state, Payment.objects.get().amount_fen) == ("paid", 0)
    assert still_proved([claim.lines.get().visit_id])
