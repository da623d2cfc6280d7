"""What an objection does to money: a held line is never paid, a released line is paid once."""

import pytest

from tests.needs.cycles.story import enrol, rows, say
from tests.needs.hearings.people import money_sent, on
from yinling.foundation.books.queries import balance, faults
from yinling.needs.cycles import actions as cycles
from yinling.needs.cycles.actions.money import PERSONS_PAID
from yinling.needs.cycles.models import PaymentResult, Recovery, WithheldRow
from yinling.needs.hearings.models import BenefitHold
from yinling.needs.hearings.queries.holds import held_in

pytestmark = pytest.mark.django_db
MONTH_FEN = 10_000
SUBSIDY_FEN = 74_000


def test_leave_out_what_was_objected_to_before_the_draft_and_pay_it_once_after(office, person, enrolment) -> None:
    objection = office.object(office.publish(enrolment))
    january = office.month("2026-01")
    assert rows(january) == set()
    assert held_in(january.pk, actor=office.examiner, on=on("2026-01-31").date()).fen == MONTH_FEN
    office.decide(objection, "2026-01-20")
    february = office.month("2026-02")
    assert rows(february) == {
        ("allowance", "2026-01", "back_pay", MONTH_FEN), ("allowance", "2026-02", "due", MONTH_FEN)
    }  # fmt: skip
    assert rows(office.month("2026-03")) == {("allowance", "2026-03", "due", MONTH_FEN)}
    assert money_sent(person) == balance(PERSONS_PAID) == 3 * MONTH_FEN
    assert not list(faults())


@pytest.mark.parametrize("moment", ["drafted", "checked", "approved"])
def test_take_a_line_out_of_a_month_under_way(office, person, enrolment, moment) -> None:
    """Other money of the same person waits one month and comes again; the questioned line only after its release."""
    say(person, "minimum_living", True, "2026-01-01")
    say(person, "care_level", 2, "2026-01-01")
    enrol(person, "care_subsidy", "2026-01-01")
    notice = office.publish(enrolment)
    january = office.draft("2026-01")
    at = january.known_at
    if moment == "drafted":
        objection = office.object(notice, day="2026-01-06")
    cycles.check(cycle_id=january.pk, by=office.checker, at=at)
    if moment == "checked":
        objection = office.object(notice, day="2026-01-06")
    cycles.approve(cycle_id=january.pk, by=office.drafter, at=at)
    if moment == "approved":
        objection = office.object(notice, day="2026-01-06")
    cycles.pay(cycle_id=january.pk, bank_reference="B-1", by=office.cashier, at=on("2026-01-09"))
    assert money_sent(person) == 0
    assert [row.row.programme for row in WithheldRow.objects.all()] == ["allowance"]
    assert PaymentResult.objects.get().state == "held"
    assert held_in(january.pk, actor=office.examiner, on=on("2026-01-31").date()).fen == MONTH_FEN

    february = office.month("2026-02")
    assert rows(february) == {
        ("care_subsidy", "2026-01", "repeat", SUBSIDY_FEN), ("care_subsidy", "2026-02", "due", SUBSIDY_FEN)
    }  # fmt: skip
    assert money_sent(person) == 2 * SUBSIDY_FEN
    office.decide(objection, "2026-02-20")
    march = office.month("2026-03")
    assert {row for row in rows(march) if row[0] == "allowance"} == {
        ("allowance", "2026-01", "back_pay", MONTH_FEN), ("allowance", "2026-02", "back_pay", MONTH_FEN),
        ("allowance", "2026-03", "due", MONTH_FEN),
    }  # fmt: skip
    office.month("2026-04")
    assert money_sent(person) == 4 * SUBSIDY_FEN + 4 * MONTH_FEN == balance(PERSONS_PAID)
    assert not Recovery.objects.exists()


def test_claim_nothing_that_never_went_out(office, person, enrolment) -> None:
    """Approved, then disputed, then upheld: the frozen line is neither paid nor asked back."""
    notice = office.publish(enrolment)
    january = office.draft("2026-01", at=on("2026-01-06"))
    cycles.check(cycle_id=january.pk, by=office.checker, at=on("2026-01-06"))
    cycles.approve(cycle_id=january.pk, by=office.drafter, at=on("2026-01-06"))
    objection = office.object(notice, day="2026-01-07")
    cycles.pay(cycle_id=january.pk, bank_reference="B-1", by=office.cashier, at=on("2026-01-09"))
    assert PaymentResult.objects.get().state == "withheld"
    office.decide(objection, "2026-01-15", "ended", "2026-01-01")
    assert rows(office.month("2026-02")) == rows(office.month("2026-03")) == set()
    assert money_sent(person) == 0
    assert not Recovery.objects.exists()


def test_ask_back_what_was_paid_before_the_day_that_an_upheld_objection_names(office, person, enrolment) -> None:
    january = office.month("2026-01")
    assert rows(january) == {("allowance", "2026-01", "due", MONTH_FEN)}
    objection = office.object(office.publish(enrolment, day="2026-01-12"), day="2026-01-13")
    hold = BenefitHold.objects.get()
    assert f"{hold.held_from:%Y-%m-%d}" == "2026-02-01"
    office.decide(objection, "2026-01-20", "ended", "2026-01-01")
    february = office.month("2026-02")
    assert rows(february) == {("allowance", "2026-01", "recovery", -MONTH_FEN)}
    assert Recovery.objects.get().total_fen == MONTH_FEN


def test_pay_the_days_before_an_end_within_the_held_time(office, person, enrolment) -> None:
    objection = office.object(office.publish(enrolment))
    office.month("2026-01")
    office.month("2026-02")
    office.decide(objection, "2026-02-20", "ended", "2026-02-01")
    assert rows(office.month("2026-03")) == {("allowance", "2026-01", "back_pay", MONTH_FEN)}


def test_recalculate_on_corrected_facts_when_upheld(office, enrolment, person) -> None:
    objection = office.object(office.publish(enrolment))
    office.month("2026-01")
    say(person, "birth_date", "1935-05-05", "2026-01-01", at=on("2026-01-19"))
    office.decide(objection, "2026-01-20", "recalculated")
    assert {row[3] for row in rows(office.month("2026-02"))} == {35_001}


def test_hold_from_a_month_only(office, person, enrolment) -> None:
    office.object(office.publish(enrolment), questioned_from=on("2026-02-01").date())
    assert rows(office.month("2026-01")) == {("allowance", "2026-01", "due", MONTH_FEN)}
    assert rows(office.month("2026-02")) == set()


def test_release_only_after_the_last_of_two_objections(office, person, enrolment) -> None:
    notice = office.publish(enrolment)
    first, second = office.object(notice), office.object(notice, contact="19900000002")
    assert BenefitHold.objects.count() == 1
    office.decide(first, "2026-01-08")
    assert rows(office.month("2026-01")) == set()
    office.decide(second, "2026-01-20")
    assert len(rows(office.month("2026-02"))) == 2
    assert money_sent(person) == 2 * MONTH_FEN
