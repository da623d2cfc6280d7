"""A month: three frauds are found and taken off, the provider answers, the rest is paid, returned, paid again."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.oversight.claims.conftest import AT, FUND, LATER, MONTH
from yinling.care.visits.models import Visit
from yinling.foundation.books.models import Account, Transfer
from yinling.foundation.books.queries import balance
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_moment
from yinling.oversight.claims.actions import building, disputing, paying, reviewing
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.models import Claim, ClaimLine, Correction, Payment
from yinling.oversight.evidence.queries.findings import findings
from yinling.people.providers.actions import ProviderDetails, change_provider

pytestmark = pytest.mark.usefixtures("benefits")
MAY = AT + timedelta(days=30)
FUND_FEN = 1_000_000


@pytest.fixture
def month(visit):
    """Four honest visits and three frauds; one visit without proof."""
    return {
        "honest": [visit(day, 9, person=day % 2, carer=day % 2) for day in (2, 3, 4, 5)],
        "homes": [visit(10, 9, person=0), visit(10, 9, minute=10, person=1)],
        "travel": [visit(11, 9, person=0), visit(11, 9, minute=32, person=1)],
        "photo": [visit(16, 9, person=0, photo=b"1"), visit(18, 9, person=0, photo=b"1")],
        "unproved": visit(20, 9, is_proved=False),
    }


@pytest.fixture
def claim(month, provider, office, reviewer):
    """Under review."""
    made = building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    building.submit(claim_id=made.pk, by=office, at=AT)
    return reviewing.open_review(claim_id=made.pk, seed=7, by=reviewer, at=AT)


def line_of(visit):
    return ClaimLine.objects.get(visit=visit)


def codes(visit):
    return {finding.code for finding in line_of(visit).findings.all()} - {"ceiling"}


def take_off(visit, code, by):
    line = line_of(visit)
    reviewing.adjust(line_id=line.pk, off_fen=line.asked_fen, reason_code=code, reason="核查属实", by=by, at=AT)


def decide(claim, by, *, off=()):
    """What is odd and not named is kept."""
    for visit, code in off:
        take_off(visit, code, by)
    for line in claim.lines.filter(decision=""):
        reviewing.keep_line_as_asked(line_id=line.pk, reason="与回访一致", by=by, at=AT)


def paid(claim, month, reviewer, chief, finance):
    frauds = [(month[kind][1], code) for kind, code in
              (("homes", "overlap"), ("travel", "impossible_travel"), ("photo", "duplicate_photo"))]  # fmt: skip
    decide(claim, reviewer, off=frauds)
    reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    paying.allot(fund=FUND, amount_fen=FUND_FEN, source_document="测〔2026〕1号", by=finance, at=LATER)
    payment = paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)[0]
    return paying.record_result(payment_id=payment.pk, is_paid=True, by=finance, at=LATER)


def test_finds_three_frauds_and_pays_the_rest(claim, month, reviewer, chief, finance) -> None:
    assert [codes(visit) for visit in month["honest"]] == [set()] * 4
    assert [codes(visit) for visit in month["homes"]] == [{"overlap"}, {"overlap"}]
    assert [codes(visit) for visit in month["travel"]] == [set(), {"impossible_travel"}]
    assert [codes(visit) for visit in month["photo"]] == [{"duplicate_photo"}] * 2
    assert not ClaimLine.objects.filter(visit=month["unproved"]).exists()
    assert [each["visit"] for each in claim.left_out] == [month["unproved"].pk]
    payment = paid(claim, month, reviewer, chief, finance)
    lines = list(claim.lines.all())
    assert payment.amount_fen == sum(line.paid_fen for line in lines) == 8_000
    assert [line_of(month[kind][1]).paid_fen for kind in ("homes", "travel", "photo")] == [0, 0, 0]
    assert balance(f"care:fund:{FUND}") == FUND_FEN - 8_000
    assert sum(Account.objects.values_list("balance_fen", flat=True)) == 0
    call_command("claims_verify")


def test_gives_what_is_taken_off_back_to_the_persons_month(claim, month, reviewer) -> None:
    person = month["honest"][1].person_id
    before = sum(ClaimLine.objects.filter(person=person).values_list("subsidy_fen", flat=True))
    take_off(month["honest"][1], "other", reviewer)
    after = sum(ClaimLine.objects.filter(person=person).values_list("subsidy_fen", flat=True))
    assert before == after == 4_000
    assert ClaimLine.objects.filter(person=person, records__verb="split").exists()


def test_draws_the_same_sample_by_the_same_seed(claim) -> None:
    drawn = list(claim.lines.filter(is_sampled=True).order_by("pk").values_list("pk", flat=True))
    assert (claim.seed, claim.sample_size, len(drawn)) == (7, 5, 5)
    assert drawn == reviewing.drawn_by(7, list(claim.lines.values_list("pk", flat=True)), 5)


def test_claims_a_visit_once(claim, month, provider, office) -> None:
    with pytest.raises(refusals.NothingToClaim):
        building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    Visit.objects.filter(pk=month["unproved"].pk).update(is_proved=True)
    late = building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    assert (late.part, [line.visit_id for line in late.lines.all()]) == (2, [month["unproved"].pk])
    line = late.lines.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_refuses_a_month_that_is_not_over(month, provider, office) -> None:
    last_day = AT.replace(month=3, day=31)
    with pytest.raises(refusals.MonthOpen, match="2026年4月1日"):
        building.build(provider_id=provider.pk, month=MONTH, by=office, at=last_day)
    first_day = AT.replace(month=3, day=31, hour=16)  # midnight in Shanghai
    assert building.build(provider_id=provider.pk, month=MONTH, by=office, at=first_day).part == 1


def test_never_stores_a_line_without_proof_or_with_sums_that_do_not_hold(claim, month) -> None:
    line = claim.lines.first()
    wrong = [
        {"was_proved": False}, {"approved_fen": line.asked_fen + 1}, {"own_fen": line.own_fen + 1},
        {"paid_fen": line.subsidy_fen + 1}, {"own_fen": -1, "subsidy_fen": line.approved_fen + 1},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ClaimLine.objects.filter(pk=line.pk).update(**change)


def test_asks_two_people(claim, reviewer, chief) -> None:
    decide(claim, reviewer)
    with pytest.raises(refusals.SamePerson):
        reviewing.approve(claim_id=claim.pk, by=reviewer, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=reviewer.user_id)
    assert reviewing.approve(claim_id=claim.pk, by=chief, at=LATER).state == "approved"


def test_does_not_approve_what_nobody_decided_or_heard(claim, month, reviewer, chief, office) -> None:
    with pytest.raises(refusals.NotDecided):
        reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    decide(claim, reviewer, off=[(month["homes"][1], "overlap")])
    with pytest.raises(refusals.NotAnswered):
        reviewing.approve(claim_id=claim.pk, by=chief, at=AT)
    line = line_of(month["homes"][1])
    reviewing.answer(line_id=line.pk, text="当天是带教", by=office, at=AT)
    with pytest.raises(refusals.NotReplied):
        reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    reviewing.reply(line_id=line.pk, text="带教不单独计费", by=reviewer, at=AT)
    assert reviewing.approve(claim_id=claim.pk, by=chief, at=AT).state == "approved"
    assert [record.verb for record in line.records.exclude(verb="split")] == ["adjust", "answer", "reply"]


def test_keeps_what_an_older_person_says_as_evidence(claim, month, reviewer) -> None:
    line = line_of(month["honest"][0])
    reviewing.keep_line_as_asked(line_id=line.pk, reason="没有疑点", by=reviewer, at=AT)
    call = reviewing.Call(AT, "本人", "not_come", "那天没人来")
    reviewing.phone_back(line_id=line.pk, call=call, by=reviewer, at=AT)
    line.refresh_from_db()
    assert (codes(month["honest"][0]), line.is_odd, line.decision) == ({"elder_denies"}, True, "")
    late = reviewing.Call(AT + timedelta(days=1), "本人", "came")
    with pytest.raises(refusals.ReasonNeeded):
        reviewing.phone_back(line_id=line.pk, call=late, by=reviewer, at=AT)


def test_refuses_what_does_not_fit(claim, month, reviewer, office, finance) -> None:
    line = line_of(month["honest"][0])
    what = {"line_id": line.pk, "reason_code": "other", "reason": "理由", "at": AT}
    for fen in (0, -1, line.asked_fen + 1):
        with pytest.raises(refusals.AmountWrong):
            reviewing.adjust(**what, off_fen=fen, by=reviewer)
    with pytest.raises(refusals.ReasonNeeded):
        reviewing.adjust(**{**what, "reason": " "}, off_fen=1, by=reviewer)
    with pytest.raises(PermissionDenied):
        reviewing.adjust(**what, off_fen=1, by=office)
    with pytest.raises(refusals.WrongStep):
        paying.pay(claim_ids=[claim.pk], by=finance, at=AT)
    with pytest.raises(refusals.WrongStep):
        building.submit(claim_id=claim.pk, by=office, at=AT)


def test_sends_back_and_pays_again_once(claim, reviewer, chief, finance) -> None:
    decide(claim, reviewer)
    reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    with pytest.raises(refusals.FundTooShort) as short:
        paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)
    assert re.fullmatch("照护资金：.+余额不足：需要 .+ 元，可用 0.00 元，还差 .+ 元。请先登记拨款。", short.value.words)
    assert (Payment.objects.count(), Claim.objects.get().state) == (0, "approved")
    paying.allot(fund=FUND, amount_fen=FUND_FEN, source_document="测〔2026〕1号", by=finance, at=LATER)
    first = paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)[0]
    assert "6222000011112222" in paying.bank_file(batch=first.batch, by=finance, at=LATER).decode("utf-8-sig")
    with pytest.raises(refusals.ReasonNeeded):
        paying.record_result(payment_id=first.pk, is_paid=False, by=finance, at=LATER)
    paying.record_result(payment_id=first.pk, is_paid=False, reason="账号有误", by=finance, at=LATER)
    assert balance(f"care:fund:{FUND}") == FUND_FEN
    call_command("claims_verify")
    again = paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)[0]
    for _time in range(2):
        paying.record_result(payment_id=again.pk, is_paid=True, by=finance, at=LATER)
    with pytest.raises(refusals.WrongStep):
        paying.record_result(payment_id=first.pk, is_paid=True, by=finance, at=LATER)
    assert balance(f"care:spent:{FUND}") == again.amount_fen
    assert Transfer.objects.filter(key__startswith="care:payment").count() == 4
    call_command("claims_verify")


def test_does_not_pay_what_lost_its_proof(claim, month, reviewer, chief, finance) -> None:
    decide(claim, reviewer)
    reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    paying.allot(fund=FUND, amount_fen=FUND_FEN, source_document="测〔2026〕1号", by=finance, at=LATER)
    Visit.objects.filter(pk=month["honest"][0].pk).update(is_proved=False)
    with pytest.raises(refusals.NoProof):
        paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)


def test_settles_a_dispute_with_the_next_claim(claim, month, visit, provider, office, reviewer, chief, finance) -> None:
    paid(claim, month, reviewer, chief, finance)
    line = claim.lines.filter(paid_fen__gt=0).first()
    wrong = disputing.Dispute(FUND, -line.paid_fen - 1, "elder_denies", "老人否认")
    with pytest.raises(refusals.AmountWrong):
        disputing.dispute(line_id=line.pk, what=wrong, by=reviewer, at=LATER)
    what = disputing.Dispute(FUND, -1_000, "elder_denies", "老人说当天没有来")
    row = disputing.dispute(line_id=line.pk, what=what, by=reviewer, at=LATER)
    with pytest.raises(refusals.SamePerson):
        disputing.agree(correction_id=row.pk, by=reviewer, at=LATER)
    disputing.agree(correction_id=row.pk, by=chief, at=LATER)
    visit(7, 9, person=1, on=MONTH.replace(month=4, day=7))
    april = building.build(provider_id=provider.pk, month=MONTH.replace(month=4), by=office, at=MAY)
    building.submit(claim_id=april.pk, by=office, at=LATER)
    reviewing.open_review(claim_id=april.pk, seed=1, by=reviewer, at=LATER)
    decide(april, reviewer)
    reviewing.approve(claim_id=april.pk, by=chief, at=LATER)
    payment = paying.pay(claim_ids=[april.pk], by=finance, at=LATER)[0]
    line.refresh_from_db()
    assert payment.amount_fen == april.lines.get().subsidy_fen - 1_000
    assert (Correction.objects.get().settled_in_id, line.paid_fen > 0) == (april.pk, True)
    call_command("claims_verify")


def test_questions_a_line_whose_visit_is_corrected(claim, month, reviewer, office) -> None:
    visit = month["honest"][0]
    reviewing.keep_line_as_asked(line_id=line_of(visit).pk, reason="没有疑点", by=reviewer, at=AT)
    reviewing.look_again(visit_id=visit.pk, is_proved=True, by=office, at=AT)
    reviewing.look_again(visit_id=month["unproved"].pk, is_proved=True, by=office, at=AT)
    assert (codes(visit), line_of(visit).decision) == ({"visit_corrected"}, "")


def test_tells_when_the_books_and_the_lines_part(claim, month, reviewer, chief, finance) -> None:
    paid(claim, month, reviewer, chief, finance)
    Visit.objects.filter(pk=month["honest"][0].pk).update(is_proved=False)
    with pytest.raises(CommandError):
        call_command("claims_verify", stderr=open("/dev/null", "w"))  # noqa: SIM115


def test_finds_carers_and_people_who_could_not_have_been_there(month, workers, provider) -> None:
    workers[0].qualifications.filter(kind="health").update(valid_until=MONTH)
    found = findings({month["homes"][0].pk}, provider_id=provider.pk, month=MONTH)
    assert {one.code for one in found} == {"overlap", "expired_certificate"}


def test_hold_a_suspension_against_the_days_that_it_lasted(month, provider) -> None:
    details = ProviderDetails(provider.name, provider.uscc, provider.kind, provider.area)
    bureau = machine("测试")
    for day, status in [(3, "suspended"), (5, "active")]:
        at = day_moment(MONTH.replace(day=day), 9 * 60)
        change_provider(provider_id=provider.pk, details=details, status=status, reason="投诉", by=bureau, at=at)
    found = findings({one.pk for one in month["honest"]}, provider_id=provider.pk, month=MONTH)
    assert {one.visit_id for one in found if one.code == "listed"} == {one.pk for one in month["honest"][1:3]}
