"""A limit that a household shares, month by month: used up in the declared order, also where a member comes late."""

from datetime import datetime

import pytest

from tests.needs.cycles import story
from tests.needs.cycles.story import PACK, Office, enrol, make, rows, say
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles.actions import drafting
from yinling.needs.cycles.models import CycleProblem, CycleRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tmp_path, monkeypatch, settings, db):
    def write(counted: str, every: str = "month") -> Office:
        root = story.write_shared(tmp_path / counted / every, counted, every)
        monkeypatch.setenv("YINLING_POLICY", str(root))
        settings.PACK = PACK
        forget_programmes()
        found = Office()
        found.fund()
        return found

    yield write
    forget_programmes()


def family(*births: str) -> list:
    return [
        make(f"人{n}", birth, serial=n, household_id="H1", minimum_living=False, bank_account=f"622202000000000000{n}")
        for n, birth in enumerate(births, 1)
    ]


@pytest.mark.parametrize("at_once", [1, 5_000])
@pytest.mark.parametrize("counted", ["month_start", "each_day"])
def test_use_up_a_limit_in_the_declared_order(office, monkeypatch, counted, at_once) -> None:
    monkeypatch.setattr(drafting, "PEOPLE_AT_ONCE", at_once)
    place, people = office(counted), family("1955-06-05", "1940-06-05", "1950-06-05")
    for person in people:
        enrol(person, "heating", "2026-01-01")
    january = place.draft("2026-01")
    # the oldest first: 310 of 500, then 190, then nothing
    assert {row.person_id: row.amount_fen for row in CycleRow.objects.filter(cycle=january)} == {
        people[1].pk: 31000, people[2].pk: 19000,
    }  # fmt: skip
    reduced = CycleRow.objects.get(person=people[2])
    assert reduced.reason.reasons[-1]["words"].startswith("每户上限：本户上限已被更早的申请用去一部分")
    assert not CycleProblem.objects.filter(kind="not_monthly").exists()


def test_share_a_limit_only_on_the_days_that_both_are_there(office) -> None:
    place, (older, younger) = office("each_day"), family("1940-06-05", "1950-06-05")
    enrol(older, "heating", "2026-01-11")
    enrol(younger, "heating", "2026-01-01")
    # 310 × 10 ÷ 31 alone, then 190 × 21 ÷ 31 beside the older one's 310 × 21 ÷ 31
    assert rows(place.draft("2026-01")) == {
        ("heating", "2026-01", "due", 10000 + 12871), ("heating", "2026-01", "due", 21000),
    }  # fmt: skip


def test_give_alike_to_those_of_two_households(office) -> None:
    place, (first, second) = office("month_start"), family("1940-06-05", "1950-06-05")
    say(second, "household_id", "H2", "2026-02-01", datetime(2026, 2, 2, tzinfo=SHANGHAI))
    for person in (first, second):
        enrol(person, "heating", "2026-01-01")
    for month, given in (("2026-01", [19000, 31000]), ("2026-02", [31000, 31000])):
        found = CycleRow.objects.filter(cycle=place.month(month), kind="due")
        assert sorted(found.values_list("amount_fen", flat=True)) == given


def test_recover_from_the_other_when_an_older_member_joins_late(office) -> None:
    place, (older, younger) = office("month_start"), family("1940-06-05", "1950-06-05")
    enrol(younger, "heating", "2026-01-01")
    assert rows(place.month("2026-01"), younger) == {("heating", "2026-01", "due", 31000)}
    enrol(older, "heating", "2026-01-01", datetime(2026, 2, 2, tzinfo=SHANGHAI))
    february = place.draft("2026-02")
    assert rows(february, older) == {("heating", "2026-01", "back_pay", 31000), ("heating", "2026-02", "due", 31000)}
    assert rows(february, younger) >= {
        ("heating", "2026-01", "recovery", -12000), ("heating", "2026-02", "due", 19000),
    }  # fmt: skip


def test_pay_back_when_it_turns_out_that_a_member_never_lived_there(office) -> None:
    place, (older, younger) = office("month_start"), family("1940-06-05", "1950-06-05")
    for person in (older, younger):
        enrol(person, "heating", "2026-01-01")
    place.month("2026-01")
    say(older, "household_id", "H2", "2020-01-01", datetime(2026, 2, 2, tzinfo=SHANGHAI))
    february = place.draft("2026-02")
    assert rows(february, younger) == {("heating", "2026-01", "back_pay", 12000), ("heating", "2026-02", "due", 31000)}


def test_leave_a_limit_for_life_to_single_cases(office) -> None:
    place, (person,) = office("month_start", "once"), family("1940-06-05")
    enrol(person, "heating", "2026-01-01")
    cycle = place.draft("2026-01")
    assert rows(cycle) == set()
    assert CycleProblem.objects.get(cycle=cycle).kind == "not_monthly"
