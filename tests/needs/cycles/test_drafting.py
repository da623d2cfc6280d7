"""Drafts: what cannot be decided is told, one need is paid once, and a draft cut off anywhere goes on."""

from datetime import date, datetime

import pytest

from tests.needs.cycles.story import AT, BY, PACK, Office, enrol, make, rows, say
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.actions import drafting
from yinling.needs.cycles.models import Cycle, CycleFigure, CyclePayment, CycleProblem, CycleRow
from yinling.needs.enrolments import actions as enrolments
from yinling.people.registry import actions as registry
from yinling.people.registry.models import PossibleDuplicate

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank_account": "6222020000000000001"}


@pytest.fixture
def office(pack):
    found = Office()
    found.fund()
    return found


def problems(cycle: Cycle) -> set[tuple[str, str]]:
    return set(CycleProblem.objects.filter(cycle=cycle).values_list("kind", "words"))


def test_tell_what_is_missing_and_pay_it_back_when_it_comes(office) -> None:
    unknown, high = make("甲", serial=1, minimum_living=True), make("乙", serial=2, minimum_living=True, care_level=5)
    for person in (unknown, high):
        enrol(person, "care_subsidy", "2026-01-01")
    january = office.draft("2026-01")
    assert rows(january) == set()
    assert problems(january) == {
        ("missing_facts", "养老服务补贴：缺少照护等级"),
        ("unpayable", "养老服务补贴：四级补贴尚未公布或录入"),
    }
    office.finish(january)
    say(unknown, "care_level", 2, "2026-01-01", datetime(2026, 2, 2, tzinfo=SHANGHAI))
    february = office.draft("2026-02")
    assert rows(february, unknown) == {
        ("care_subsidy", "2026-01", "back_pay", 74000), ("care_subsidy", "2026-02", "due", 74000),
    }  # fmt: skip
    assert CycleRow.objects.get(kind="back_pay").cause == "以前没有算过这个月：登记或所需情况来得晚"


def test_pay_one_need_once_on_the_same_days(office) -> None:
    person = make(minimum_living=True, care_level=2)
    enrol(person, "care_subsidy", "2026-01-01")
    enrol(person, "insurance", "2026-01-01")
    say(person, "care_level", 4, "2026-01-22")
    cycle = office.draft("2026-01")
    # 740 × 21 ÷ 31 = 501.290…; 3,100 × 10 ÷ 31 = 1,000
    assert rows(cycle) == {
        ("care_subsidy", "2026-01", "due", 50129), ("insurance", "2026-01", "due", 100000),
    }  # fmt: skip
    assert problems(cycle) == {("no_account", drafting.NO_ACCOUNT)}


def test_give_once_only_and_never_twice(office) -> None:
    person = make(birth="1936-01-20")
    enrol(person, "birthday", "2026-01-01")
    assert rows(office.month("2026-01")) == set()
    assert rows(office.month("2026-02")) == {("birthday", "2026-02", "due", 100000)}
    assert rows(office.month("2026-03"), person) & {("birthday", "2026-03", "due", 100000)} == set()
    say(person, "birth_date", "1935-12-20", "2026-03-20", datetime(2026, 3, 20, tzinfo=SHANGHAI))
    april = office.month("2026-04")
    assert rows(april) & {("birthday", "2026-04", "due", 100000)} == set()
    given = CycleRow.objects.filter(kind__in=["due", "back_pay", "recovery"]).values_list("amount_fen", flat=True)
    assert sum(given) == 100000


def test_rest_in_hospital_and_be_paid_back_after_a_late_life_check(office) -> None:
    person = make(**ACCOUNT)
    enrolment = enrol(person, "allowance", "2025-01-15")
    enrolments.pause(enrolment_id=enrolment.pk, reason="hospital", from_=date(2025, 12, 1), by=BY, at=AT)
    enrolments.resume(enrolment_id=enrolment.pk, from_=date(2025, 12, 11), by=BY, at=AT)
    enrolments.pause_overdue(on=date(2026, 1, 16), by=BY, at=AT)
    january = office.month("2026-01", look_back_months=1)
    assert rows(january) == {
        ("allowance", "2025-12", "back_pay", 6774), ("allowance", "2026-01", "due", 4839),
    }  # fmt: skip
    at = datetime(2026, 2, 20, tzinfo=SHANGHAI)
    enrolments.record_life_check(enrolments.Seen(person.pk, date(2026, 2, 20), "visit"), by=BY, at=at)
    assert rows(office.month("2026-02", look_back_months=1)) == {
        ("allowance", "2026-01", "back_pay", 10000 - 4839), ("allowance", "2026-02", "due", 10000),
    }  # fmt: skip


def test_pay_a_person_who_was_there_twice_once(office) -> None:
    first, second = make("甲一", serial=1, **ACCOUNT), make("甲二", serial=2, **ACCOUNT)
    for person in (first, second):
        enrol(person, "allowance", "2026-01-01")
    office.month("2026-01")
    doubt = PossibleDuplicate.objects.create(person=first, other=second, opened_at=AT)
    registry.merge(suspicion_id=doubt.pk, reason="同一人", by=BY, at=datetime(2026, 2, 1, tzinfo=SHANGHAI))
    assert rows(office.month("2026-02")) == {
        ("allowance", "2026-01", "recovery", -10000), ("allowance", "2026-02", "due", 10000),
    }  # fmt: skip


class PowerCut(Exception):
    """The process stops here."""


@pytest.mark.parametrize("cut", range(1, 13))
def test_go_on_where_a_draft_was_cut_off(office, monkeypatch, cut) -> None:
    people = [make(f"人{n}", serial=n, **ACCOUNT) for n in range(1, 4)]
    for person in people:
        enrol(person, "allowance", "2026-01-01")
    monkeypatch.setattr(drafting, "PEOPLE_AT_ONCE", 1)
    left, insert = [cut], drafting.insert_lines

    def insert_until_the_cut(model: object, columns: object, lines: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise PowerCut
        insert(model, columns, lines)

    monkeypatch.setattr(drafting, "insert_lines", insert_until_the_cut)
    with pytest.raises(PowerCut):
        office.draft("2026-01")
    done = Cycle.objects.get()
    assert (done.persons_done, CycleRow.objects.count()) == ((cut - 1) // 4, (cut - 1) // 4)
    cycle = office.draft("2026-01")
    assert (cycle.persons_done, cycle.persons_total, cycle.is_drafted) == (3, 3, True)
    assert sorted(CycleRow.objects.values_list("person_id", "amount_fen")) == [(p.pk, 10000) for p in people]
    assert CyclePayment.objects.count() == 3
    assert sum(CycleFigure.objects.filter(what="paid", fund="").values_list("amount_fen", flat=True)) == 30000


def test_share_the_work_between_two_drafters(office, monkeypatch) -> None:
    for n in range(1, 7):
        enrol(make(f"人{n}", serial=n, **ACCOUNT), "allowance", "2026-01-01")
    monkeypatch.setattr(drafting, "PEOPLE_AT_ONCE", 1)
    cycle = actions.open_cycle(actions.Wanted(date(2026, 1, 1), pack=PACK), by=office.drafter, at=AT)

    def help_out(done: int, total: int) -> None:
        if done == 2:
            actions.draft(cycle.pk, by=BY, at=AT)

    actions.draft(cycle.pk, by=office.drafter, at=AT, progress=help_out)
    assert CycleRow.objects.count() == CyclePayment.objects.count() == 6
    assert [step.verb for step in cycle.steps.all()] == ["open", "draft"]
