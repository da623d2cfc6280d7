"""What pages show of a cycle and of a person, and to whom."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from tests.needs.cycles.story import BY, OTHER_TOWN, PACK, TOWN, Office, enrol, make, say, someone
from yinling.kernel.actor import NotVisible
from yinling.kernel.dates import SHANGHAI
from yinling.needs.benefits import queries
from yinling.needs.cycles.models import Cycle, CycleRow

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 10)
ACCOUNT = {"bank_account": "6222020000000000001"}


@pytest.fixture
def office(pack):
    found = Office()
    found.fund()
    return found


def test_total_a_cycle_and_explain_what_changed(office) -> None:
    stays, dies, comes = (make(name, serial=n, **ACCOUNT) for n, name in enumerate(["甲一", "乙二", "丙三"], 1))
    enrol(stays, "allowance", "2026-01-01")
    enrol(dies, "allowance", "2026-01-01")
    office.month("2026-01")
    say(dies, "deceased_on", "2026-01-31", "2026-02-01")
    enrol(comes, "allowance", "2026-02-01")
    cycle = office.draft("2026-02")
    page = queries.cycle_page(cycle.pk, actor=office.checker, on=ON)
    assert (page.paid.count, page.paid.fen, page.last_month_paid_fen) == (2, 20000, 20000)
    assert [(each.why, each.count, each.fen) for each in page.changes] == [("new", 1, 10000), ("death", 1, -10000)]
    totals = page.by_programme[0]
    assert (totals.name, [(kind.code, kind.count, kind.fen) for kind in totals.by_kind], totals.paid_fen) == (
        "高龄津贴", [("due", 2, 20000)], 20000,
    )  # fmt: skip
    assert {(fund.code, fund.fen) for fund in page.by_fund} == {
        ("municipal_welfare_lottery", 6666), ("district_budget", 13334),
    }  # fmt: skip
    assert [(town.code, town.fen) for town in page.by_town] == [(TOWN, 20000)]
    assert [(problem.code, problem.count) for problem in page.problems] == [("deceased", 1)]
    assert page.may == {"check", "clear"}
    assert queries.cycle_page(cycle.pk, actor=office.drafter, on=ON).may == {"clear"}
    assert [step.what for step in page.trail] == ["开始编制", "编制完成"]


def test_make_up_the_whole_difference_of_two_months(office) -> None:
    """Changes of benefits and moves of money together are what is paid more or less than the month before."""
    stays, late, back = (make(name, serial=n, **ACCOUNT) for n, name in enumerate(["甲一", "乙二", "丙三"], 1))
    enrol(stays, "allowance", "2026-01-01")
    office.month("2026-01")
    for person in (late, back):
        enrol(person, "allowance", "2026-01-01")
    page = queries.cycle_page(office.draft("2026-02").pk, actor=office.checker, on=ON)
    assert (page.last_month_paid_fen, page.paid.fen) == (10000, 50000)
    assert [(each.why, each.fen) for each in page.changes] == [("new", 20000)]
    assert [(each.code, each.fen) for each in page.moves] == [("back_pay", 20000)]


def test_name_no_moves_of_a_first_month(office) -> None:
    enrol(make("甲一", serial=1, **ACCOUNT), "allowance", "2026-01-01")
    page = queries.cycle_page(office.draft("2026-01").pk, actor=office.checker, on=ON)
    assert (page.moves, page.last_month_paid_fen) == ((), 0)


def test_see_only_ones_own_town(office) -> None:
    enrol(make(**ACCOUNT), "allowance")
    cycle = office.draft("2026-01")
    clerk, stranger = someone("town_clerk", TOWN), someone("town_clerk", OTHER_TOWN)
    assert queries.cycle_page(cycle.pk, actor=clerk, on=ON).paid.count == 1
    assert queries.cycle_page(cycle.pk, actor=stranger, on=ON) is None
    wanted = queries.RowFilter(programme="allowance", kind="due", area=TOWN)
    assert len(queries.cycle_rows(cycle.pk, wanted, actor=clerk, on=ON)) == 1
    assert queries.cycle_rows(cycle.pk, wanted, actor=stranger, on=ON) == []
    assert queries.cycle_payments(cycle.pk, wanted, actor=someone("assessor"), on=ON) == []


def test_find_shared_accounts_jumps_and_the_dead_who_are_paid(office) -> None:
    one, other = make("甲一", serial=1, **ACCOUNT), make("乙二", serial=2, **ACCOUNT)
    enrol(one, "allowance", "2026-01-01")
    enrol(other, "allowance", "2026-01-01")
    office.month("2026-01")
    say(one, "care_level", 5, "2026-02-01")
    enrol(one, "insurance", "2026-02-01")
    say(other, "deceased_on", "2026-02-03", "2026-02-04")
    cycle = office.draft("2026-02")
    [shared] = queries.shared_accounts(cycle.pk, actor=BY, on=ON)
    assert [line.person_id for line in shared.payments] == [one.pk, other.pk]
    problems = queries.cycle_problems(cycle.pk, queries.RowFilter(), actor=BY, on=ON)
    assert {(line.kind, line.person_id) for line in problems} == {("jump", one.pk), ("deceased_paid", other.pk)}
    assert "上次 100.00 元，这次 3,200.00 元" in {line.words for line in problems}
    assert queries.possibly_one_person(cycle.pk, actor=BY, on=ON) == []


def test_list_the_milk_to_bring_on_the_birthday_and_not_before(office) -> None:
    turning, young = make(birth="1936-02-28", serial=1), make("李四", birth="1936-03-01", serial=2)
    enrol(turning, "milk", "2026-01-01")
    enrol(young, "milk", "2026-01-01")
    january = office.draft("2026-01")
    assert queries.deliveries(january.pk, "milk", actor=BY, on=ON) == []
    office.finish(january)
    february = office.draft("2026-02")
    assert [each.person_id for each in queries.deliveries(february.pk, "milk", actor=BY, on=ON)] == [turning.pk]
    row = CycleRow.objects.get()
    assert (row.amount_fen, row.kind) == (0, "due")


def test_tell_a_person_everything(office) -> None:
    person = make(minimum_living=True, care_level=2, **ACCOUNT)
    enrol(person, "care_subsidy", "2026-01-01")
    office.month("2026-01")
    say(person, "care_level", 1, "2026-01-01", datetime(2026, 2, 3, tzinfo=SHANGHAI))
    office.month("2026-02")
    page = queries.person_months(person.pk, actor=BY, on=ON)
    first = page.programmes[0]
    assert (first.name, first.outcome, first.is_enrolled) == ("养老服务补贴", "not_granted", True)
    assert {("照护二级及以上", "T-1", "false")} <= {(r.words, r.clause, r.value) for r in first.reasons}
    assert [(line.month.month, line.fen) for line in first.months] == [(1, 0)]
    assert [row.cause for row in first.months[0].rows] == ["", "照护等级由二级改为一级"]
    assert (page.received_fen, len(page.received)) == (74000, 1)
    [recovery] = page.recoveries
    assert (recovery.total_fen, recovery.outstanding_fen) == (74000, 74000)
    assert {line.programme for line in page.programmes} == {
        "allowance", "birthday", "care_subsidy", "insurance", "milk",
    }  # fmt: skip
    with pytest.raises(NotVisible):
        queries.person_months(person.pk, actor=someone("town_clerk", OTHER_TOWN), on=ON)


def test_draft_from_the_command_line(office) -> None:
    enrol(make(**ACCOUNT), "allowance", "2026-01-01")
    out = StringIO()
    for _ in range(2):
        call_command("cycles_draft", month="2026-01", pack=PACK, stdout=out)
    assert "2026-01 编制完成：1 人\n  高龄津贴：本月应发 1 笔 100.00 元" in out.getvalue()
    assert Cycle.objects.count() == CycleRow.objects.count() == 1
