"""Three months with a death, a late level and a new rate between them: every difference right to the fen."""

from datetime import datetime

import pytest

from tests.needs.cycles.story import Office, enrol, make, new_rate, rows, say
from yinling.foundation.books.queries import balance, faults
from yinling.gateways.append_only import WrittenOnce
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.actions.money import PERSONS_PAID, fund_account
from yinling.needs.cycles.models import CyclePayment, CycleProblem, CycleRow, Frozen, Recovery

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank_account": "6222020000000000001"}


def test_bring_three_months_through_a_death_a_late_level_and_a_new_rate(pack) -> None:
    office = Office()
    office.fund()
    dying = make("甲", serial=1, birth="1935-03-03", **ACCOUNT)
    late = make("乙", serial=2, minimum_living=True, care_level=1, **ACCOUNT)
    plain = make("丙", serial=3, **ACCOUNT)
    enrol(dying, "allowance", "2026-01-01")
    enrol(late, "care_subsidy", "2026-01-01")
    enrol(plain, "allowance", "2026-01-11")

    january = office.month("2026-01")
    assert rows(january) == {
        ("allowance", "2026-01", "due", 35001),
        ("allowance", "2026-01", "due", 6774),  # 100 yuan × 21 ÷ 31 = 67.7419…
    }
    problem = CycleProblem.objects.get(cycle=january, person=late)
    assert (problem.kind, problem.words) == ("not_entitled", "养老服务补贴：不符合任何一档")
    january_rows = list(CycleRow.objects.filter(cycle=january).values())

    # February: the level that has held since the new year arrives.
    say(late, "care_level", 3, "2026-01-01", datetime(2026, 2, 3, tzinfo=SHANGHAI))
    february = office.month("2026-02")
    assert rows(february) == {
        ("allowance", "2026-02", "due", 35001),
        ("allowance", "2026-02", "due", 10000),
        ("care_subsidy", "2026-01", "back_pay", 74000),
        ("care_subsidy", "2026-02", "due", 74000),
    }

    # March: a death of January is told, and a rate that holds since 10 February.
    say(dying, "deceased_on", "2026-01-20", "2026-03-01", datetime(2026, 3, 1, tzinfo=SHANGHAI))
    new_rate(office, "allowance_seventy_yuan", "128.00", "2026-02-10")
    march = office.month("2026-03")
    assert rows(march, dying) == {
        ("allowance", "2026-01", "recovery", 22581 - 35001),  # 350.01 × 20 ÷ 31 = 225.81
        ("allowance", "2026-02", "recovery", -35001),
    }
    assert rows(march, late) == {("care_subsidy", "2026-03", "due", 74000)}
    # 100 × 9 ÷ 28 = 32.142… → 32.14; 128 × 19 ÷ 28 = 86.857… → 86.86
    assert rows(march, plain) == {
        ("allowance", "2026-02", "back_pay", 3214 + 8686 - 10000),
        ("allowance", "2026-03", "due", 12800),
    }
    causes = dict(CycleRow.objects.filter(cycle=march).exclude(cause="").values_list("person_id", "cause"))
    assert "2026年1月20日去世" in causes[dying.pk]
    assert "标准或规则有调整" in causes[plain.pk]
    assert CycleProblem.objects.get(cycle=march, person=dying).kind == "deceased"
    assert Recovery.objects.get().total_fen == 22581 * -1 + 35001 + 35001

    assert list(CycleRow.objects.filter(cycle=january).values()) == january_rows
    paid = sum(CyclePayment.objects.values_list("amount_fen", flat=True))
    assert balance(PERSONS_PAID) == paid == 35001 + 6774 + 35001 + 10000 + 148000 + 74000 + 12800 + 1900
    assert faults() == []


def test_share_a_sum_among_its_payers_to_the_fen(pack) -> None:
    office = Office()
    person = make(birth="1930-01-01", **ACCOUNT)
    enrol(person, "allowance", "2026-01-11")
    row = CycleRow.objects.get(cycle=office.draft("2026-01"))
    # 350.01 × 21 ÷ 31 = 237.103…; a third of it from the city
    assert (row.amount_fen, row.by_fund) == (23710, {"municipal_welfare_lottery": 7903, "district_budget": 15807})
    assert row.segments == [{"from": "2026-01-11", "until": "2026-02-01", "fen": 23710}]


def test_freeze_what_was_approved(pack) -> None:
    office = Office()
    enrol(make(**ACCOUNT), "allowance")
    cycle = office.draft("2026-01")
    actions.check(cycle_id=cycle.pk, by=office.checker, at=cycle.known_at)
    row = CycleRow.objects.first()
    with pytest.raises(Frozen):
        CycleRow.objects.all().delete()
    with pytest.raises(Frozen):
        CycleRow.objects.update(amount_fen=1)
    row.amount_fen = 1
    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(WrittenOnce):
        row.reason.delete()
    actions.reopen(cycle_id=cycle.pk, reason="再看一遍", by=office.checker, at=cycle.known_at)
    actions.clear_draft(cycle_id=cycle.pk, reason="重做", by=office.drafter, at=cycle.known_at)
    assert CycleRow.objects.count() == 0
    actions.draft(cycle.pk, by=office.drafter, at=cycle.known_at)
    actions.check(cycle_id=cycle.pk, by=office.checker, at=cycle.known_at)
    actions.approve(cycle_id=cycle.pk, by=office.drafter, at=cycle.known_at)
    for step in (actions.reopen, actions.clear_draft):
        with pytest.raises(actions.WrongState):
            step(cycle_id=cycle.pk, reason="x", by=office.checker, at=cycle.known_at)
    assert fund_account("x") == "monthly:fund:x"
