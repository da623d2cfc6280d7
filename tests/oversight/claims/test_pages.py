"""Pages of claims: provider, bureau, finance, the older person; and what is another's is not there."""

import re
from datetime import timedelta

import pytest

from tests.care import story
from tests.oversight.claims.conftest import AT, FUND, LATER, MONTH, to_the_bank
from tests.signing_in import log_in
from yinling.kernel.dates import day_moment
from yinling.oversight.claims.actions import building, paying, reviewing
from yinling.oversight.claims.models import Claim, ClaimLine, Payment
from yinling.oversight.claims.queries import lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(visit, provider, office):
    """A draft of two visits that overlap, and one more."""
    visit(2, 9), visit(10, 9), visit(10, 9, minute=5, person=1), visit(20, 9, is_proved=False)
    return building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)


@pytest.fixture
def reviewed(claim, office, reviewer):
    """Under review."""
    building.submit(claim_id=claim.pk, by=office, at=AT)
    return reviewing.open_review(claim_id=claim.pk, seed=3, by=reviewer, at=AT)


@pytest.fixture
def clock(monkeypatch):
    """Sets what the pages take for now."""
    return lambda at: monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def test_lead_a_provider_from_the_month_to_the_submission(
    visit, provider, office, django_capture_on_commit_callbacks
) -> None:
    visit(2, 9)
    browser = log_in(office)
    assert re.search(r'type="month"[^>]* value="\d{4}-\d\d"', browser.get("/claims/").content.decode())
    answer = browser.post("/claims/drawing-up/", {"month": "2026-03"})
    made = Claim.objects.get()
    assert answer.url == f"/claims/{made.pk}/"
    waiting = browser.get(answer.url).content.decode()
    assert f'data-poll-url="/claims/{made.pk}/progress/"' in waiting
    assert "提交申报" not in waiting
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/claims/{made.pk}/steps/continuation/")
    assert browser.get(f"/claims/{made.pk}/progress/").json() == {
        "value": 1, "maximum": 1, "done": True, "url": f"/claims/{made.pk}/",
    }  # fmt: skip
    assert provider.name in browser.get("/claims/").content.decode()
    assert "提交申报" in browser.get(f"/claims/{made.pk}/").content.decode()
    browser.post(f"/claims/{made.pk}/steps/submission/")
    assert Claim.objects.get().state == "submitted"
    assert browser.post(f"/claims/{made.pk}/steps/approval/").status_code == 403
    assert Claim.objects.get().state == "submitted"


def test_lead_a_reviewer_through_lines_and_the_provider_answers(reviewed, reviewer, office) -> None:
    browser = log_in(reviewer)
    text = browser.get(f"/claims/{reviewed.pk}/").content.decode()
    assert "时间重叠" in text
    assert "种子 3" in text
    odd = reviewed.lines.filter(is_odd=True).first()
    assert "同一名护理员" in browser.get(f"/claims/lines/{odd.pk}/").content.decode()
    call = {"called_at": "2026-04-01T10:00", "spoke_with": "本人", "answer": "not_come", "text": ""}
    browser.post(f"/claims/lines/{odd.pk}/steps/phone_back/", call)
    off = {"off_fen": f"{odd.asked_fen / 100:.2f}", "reason_code": "elder_denies", "reason": "老人说没有来"}
    browser.post(f"/claims/lines/{odd.pk}/steps/adjustment/", off)
    odd.refresh_from_db()
    assert (odd.approved_fen, odd.findings.filter(code="elder_denies").count()) == (0, 1)
    log_in(office).post(f"/claims/lines/{odd.pk}/steps/answer/", {"text": "有带教"})
    assert "有带教" in browser.get(f"/claims/lines/{odd.pk}/").content.decode()
    browser.post(f"/claims/lines/{odd.pk}/steps/reply/", {"text": "不改"})
    assert list(odd.records.values_list("verb", flat=True)).count("reply") == 1


def test_say_what_is_wrong_with_a_form(reviewed, reviewer) -> None:
    line = reviewed.lines.first()
    off = {"off_fen": "一百", "reason_code": "other", "reason": "x"}
    answer = log_in(reviewer).post(f"/claims/lines/{line.pk}/steps/adjustment/", off, follow=True)
    assert "请填写金额" in answer.content.decode()
    assert not ClaimLine.objects.filter(adjusted_fen__gt=0).exists()


def test_let_finance_pay_and_record_what_the_bank_says(reviewed, reviewer, chief, finance) -> None:
    for line in reviewed.lines.all():
        reviewing.keep_line_as_asked(line_id=line.pk, reason="核对过", by=reviewer, at=AT)
    reviewing.approve(claim_id=reviewed.pk, by=chief, at=LATER)
    browser = log_in(finance)
    assert "等待付款的申报" in browser.get("/claims/payments/").content.decode()
    browser.post("/claims/payments/batch/", {"claims": [reviewed.pk]})
    payment = Payment.objects.get()
    browser.post(f"/claims/payments/{payment.pk}/result/", {"outcome": "paid"})
    assert Claim.objects.get(pk=reviewed.pk).state == "paid"
    assert browser.post(f"/claims/payments/batches/{payment.batch}/bank-file/").status_code == 302


def test_lead_from_a_visit_to_its_line_and_back(claim, office) -> None:
    line = claim.lines.first()
    browser = log_in(office)
    assert browser.get(f"/claims/of-visit/{line.visit_id}/").url == f"/claims/lines/{line.pk}/"
    assert f"/visits/{line.visit_id}/" in browser.get(f"/claims/lines/{line.pk}/").content.decode()
    assert f"/claims/of-visit/{line.visit_id}/" in browser.get(f"/visits/{line.visit_id}/").content.decode()


def test_turn_pages_by_the_key_of_a_line(reviewed, reviewer, monkeypatch) -> None:
    monkeypatch.setattr(lists, "PAGE_ROWS", 1)
    found, after = [], ""
    while rows := lists.line_rows(reviewed.pk, lists.LineFilter(after=after), actor=reviewer):
        found.append(rows[0].id)
        after = lists.key_of(rows[0])
    odd = reviewed.lines.order_by("-is_odd", "-is_sampled", "pk")
    assert found == list(odd.values_list("pk", flat=True))
    text = log_in(reviewer).get(f"/claims/{reviewed.pk}/?after=x").content.decode()
    assert "?code=&amp;only=&amp;after=" in text


def test_show_the_older_person_what_each_visit_costs(reviewed, people) -> None:
    own = log_in(story.elder(people[0].pk))
    text = own.get(f"/elder/{people[0].pk}/account/?month=2026-03").content.decode()
    assert "您自己付 60.00 元" in text
    assert "一共上门 2 次" in text
    assert own.get(f"/elder/{people[1].pk}/account/?month=2026-03").status_code == 404


def test_hide_what_is_anothers(reviewed, provider, db) -> None:
    stranger = type(provider).objects.create(
        name="别家（测试）", uscc="TESTCLAIMS00000002", kind="care_operator", area=story.DISTRICT, registered_at=AT
    )
    browser = log_in(story.actor("care_provider", "stranger", organisation_id=stranger.pk))
    line = reviewed.lines.first()
    assert browser.get(f"/claims/{reviewed.pk}/").status_code == 404
    assert browser.get(f"/claims/{reviewed.pk}/progress/").status_code == 404
    assert browser.get(f"/claims/lines/{line.pk}/").status_code == 404
    assert browser.post(f"/claims/lines/{line.pk}/steps/answer/", {"text": "x"}).status_code == 404
    assert provider.name not in browser.get("/claims/").content.decode()
    assert browser.get("/claims/payments/").status_code == 403


def test_show_a_fund_with_the_claims_that_it_paid(finance) -> None:
    paying.allot(fund="allowance", amount_fen=100, source_document="测〔2026〕2号", by=finance, at=AT)
    text = log_in(finance).get("/claims/funds/allowance/").content.decode()
    assert "1.00" in text
    assert log_in(finance).get("/claims/funds/nothing/").status_code == 404


def test_offer_approval_only_where_it_can_be_given_and_say_why_not(reviewed, reviewer, chief, office, clock) -> None:
    other, address, button = log_in(chief), f"/claims/{reviewed.pk}/", "批准付款"

    def seen(browser=other):
        text = browser.get(address).content.decode()
        return button in text, text

    has_button, text = seen()
    assert not has_button
    assert f"还有 {reviewed.lines.waiting().count()} 行有疑点或被抽中" in text
    assert 'href="?only=waiting"' in text
    first, *rest = reviewed.lines.order_by("pk")
    off = {"off_fen": 100, "reason_code": "overlap", "reason": "同时在别家"}
    reviewing.adjust(line_id=first.pk, **off, by=reviewer, at=AT)
    for line in rest:
        reviewing.keep_line_as_asked(line_id=line.pk, reason="核对过", by=reviewer, at=AT)
    clock(AT)
    has_button, text = seen()
    until = reviewed.answer_until
    assert not has_button
    assert f"有 1 行核减，机构还可以答复到{until.year}年{until.month}月{until.day}日" in text
    assert seen(log_in(reviewer))[0] is False
    assert "请另一位审核人批准" in seen(log_in(reviewer))[1]
    reviewing.answer(line_id=first.pk, text="当天是带教", by=office, at=AT)
    assert "机构已经答复，还没有回复" in seen()[1]
    reviewing.reply(line_id=first.pk, text="不改", by=reviewer, at=AT)
    assert seen()[0]
    other.post(f"{address}steps/approval/")
    assert Claim.objects.get(pk=reviewed.pk).state == "approved"


def test_offer_approval_once_the_time_to_answer_is_over(reviewed, reviewer, chief, clock) -> None:
    for line in reviewed.lines.all():
        reviewing.adjust(line_id=line.pk, off_fen=100, reason_code="other", reason="核过", by=reviewer, at=AT)
    for days, is_offered in [(0, False), (1, True)]:
        clock(day_moment(reviewed.answer_until + timedelta(days=days), 12 * 60))
        assert ("批准付款" in log_in(chief).get(f"/claims/{reviewed.pk}/").content.decode()) is is_offered


def test_lead_a_correction_after_payment_to_the_payment_that_settles_it(
    visit, provider, office, reviewer, chief, finance, benefits
) -> None:
    visit(2, 9)
    first = to_the_bank(provider, office, reviewer, chief, finance)
    paying.record_result(payment_id=first.pk, is_paid=True, by=finance, at=LATER)
    address = f"/claims/lines/{first.claim.lines.get().pk}/"
    asking, other, firm = log_in(reviewer), log_in(chief), log_in(office)
    what = {"fund": FUND, "way": "less", "fen": "10.00", "reason_code": "elder_denies", "text": "老人说当天没有来"}
    assert "已登记" in asking.post(f"{address}steps/dispute/", what, follow=True).content.decode()
    seen = asking.get(address).content.decode()
    assert "等另一位审核人同意" in seen
    assert "同意更正" not in seen
    assert address in other.get("/notices/").content.decode()
    assert address not in firm.get("/notices/").content.decode()
    assert "同意更正" in other.get(address).content.decode()
    assert "同意更正" not in firm.get(address).content.decode()
    other.post(f"/claims/corrections/{first.claim.lines.get().corrections.get().pk}/agreement/")
    assert "随下一次付款结清" in firm.get(address).content.decode()
    assert "老人说当天没有来" in firm.get("/notices/").content.decode()
    visit(9, 9, person=1)
    second = to_the_bank(provider, office, reviewer, chief, finance)
    assert second.amount_fen == second.claim.lines.get().subsidy_fen - 1_000
    settled = firm.get(address).content.decode()
    assert f'href="/claims/{second.claim_id}/">已随另一份申报结清' in settled
    assert "-10.00" in log_in(finance).get(f"/claims/payments/{second.pk}/").content.decode()
