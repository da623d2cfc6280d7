"""What a month comes to, with pencil and paper: days, payers, overlaps, death."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.engines.rules.bound import bind
from yinling.engines.rules.decision import Decision, Outcome, Resolution
from yinling.engines.rules.definition import read_rule
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.parameters import DatedValue, Parameter
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.across import Across, GivenFirst, settle_across
from yinling.needs.dues.domain.causes import FIRST, NOT_GIVEN_AGAIN, RESTING, Before, Now, cause_of
from yinling.needs.dues.domain.months import NOTHING_DUE, Stretch, due_for_month, due_of, overlapped, scaled
from yinling.needs.dues.domain.persons import Person
from yinling.needs.entitlements.domain.deciding import decide_one

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
MONTH = Period(APRIL, MAY)
FOREVER = Period(date(2026, 1, 1), date.max)
ENTRY = {
    "id": "care", "name": "照护补贴", "requirement": "E-05", "clause": "T-1", "subject": "person",
    "cycle": {"every": "month", "counted_on": "each_day", "pauses": ["hospital"]},
    "in_force": {"from": date(2026, 1, 1), "until": None}, "dated_by": "on",
    "conditions": [
        {"id": "alive", "when": "alive", "words": "在世", "clause": "T-1"},
        {"id": "eighty", "when": "age(birth_date, on) >= 80", "words": "年满80周岁", "clause": "T-1"},
    ],
    "eligibility": "alive",
    "table": {"hit_policy": "first", "rows": [
        {"id": "old", "when": "eighty", "words": "80岁以上", "clause": "T-1", "values": {"monthly": "rate"}},
        {"id": "all", "when": "alive", "words": "其他", "clause": "T-1", "values": {"monthly": 10000}},
    ]},
    "amounts": [{"id": "a", "is": "monthly", "words": "补贴", "payer": "区", "public": True}],
}  # fmt: skip
RATE = Parameter("rate", "标准", "money", "元", (
    DatedValue(date(2026, 1, 1), 30000, "", ""), DatedValue(date(2026, 4, 16), 36000, "", ""),
))  # fmt: skip


@dataclass
class Life:
    """A person's facts: the same on every day but for what is told with a day."""

    birth: date = date(1950, 1, 1)
    deceased_on: date | None = None
    changes: list[date] = field(default_factory=list)

    def value(self, name, _day):
        return self.birth if name == "birth_date" else None

    def change_days(self, from_, until, names=None):
        return [day for day in self.changes if from_ < day < until]

    def on(self, day):
        return {"on": day, "birth_date": self.birth, "alive": not (self.deceased_on and self.deceased_on < day)}


def due(life, enrolled=(FOREVER,), month=APRIL):
    rule = read_rule(ENTRY, ["alive", "birth_date", "on"], ["rate"])
    bound = bind(rule, {"rate": RATE})
    decide = lambda bound, history, day: decide_one(bound, history.on(day))  # noqa: E731  one line, used once
    return due_for_month({"care": bound}, life, {"care": enrolled}, month, [], decide)["care"]


def test_give_a_whole_month_its_rate_to_the_fen():
    assert due(Life()).by_payer == {"区": 10000}


def test_begin_on_the_birthday_with_the_share_of_its_days():
    """Eighty on 21 April: 20 days at 100 yuan, 10 days at 360 yuan."""
    found = due(Life(birth=date(1946, 4, 21)))
    assert [(each.period.from_.day, each.fen) for each in found.segments] == [(1, 6667), (21, 12000)]


def test_split_a_month_where_the_rate_changes():
    """80 already: 15 days at 300 yuan and 15 at 360 yuan."""
    assert [each.fen for each in due(Life(birth=date(1930, 1, 1))).segments] == [15000, 18000]


def test_give_nothing_after_the_day_of_death():
    assert due(Life(deceased_on=date(2026, 4, 12))).fen == 4000
    assert due(Life(deceased_on=date(2026, 3, 31))) == NOTHING_DUE


def test_give_for_the_days_of_enrolment_only():
    rested = [Period(date(2026, 1, 1), date(2026, 4, 11)), Period(date(2026, 4, 21), MAY)]
    assert due(Life(), rested).fen == 3333 + 3333
    assert due(Life(), ()) == NOTHING_DUE


def stretch(rate, period=MONTH):
    return Stretch(period, period.from_, Decision(Resolution(Outcome.GRANTED, ()), {}), rate)


OVERLAP = Overlap("o", "T-1", "照护", ("ltci", "care"), "first", "先由长护险支付")


def test_pay_one_need_once_on_the_days_on_which_both_are_there():
    """Insurance for the last ten days: the subsidy keeps the first twenty."""
    last = Period(date(2026, 4, 21), MAY)
    found = overlapped({"care": [stretch({"区": 30000})], "ltci": [stretch({"保险": 90000}, last)]}, [OVERLAP])
    left = due_of(found["care"], MONTH)
    assert left.by_payer == {"区": 20000}
    assert [(each.is_shut_out, each.because) for each in found["care"]] == [(False, None), (True, OVERLAP)]


@given(st.dictionaries(st.sampled_from("甲乙丙"), st.integers(0, 10**7), min_size=1), st.integers(0, 100))
def test_share_a_smaller_sum_exactly(rate, percent):
    fen = sum(rate.values()) * percent // 100
    found = scaled(rate, fen)
    assert sum(found.values()) == fen
    assert all(0 <= found[payer] <= rate[payer] + 1 for payer in rate)


@pytest.mark.parametrize(("rule", "left"), [("first", 0), ("best", 18000), ("reduce", 18000)])
def test_leave_what_another_pack_has_not_given(rule, left):
    dues = {"care": due_of([stretch({"区": 20000, "市": 10000})], MONTH)}
    overlap = Overlap("o", "T-1", "照护", ("care", "b/other"), rule, "不重复")
    settle_across(dues, Across(overlap, ("care",), (("b", "other"),)), [GivenFirst(12000)], {"care": MONTH})
    assert (dues["care"].fen, sum(dues["care"].by_payer.values())) == (left, left)
    assert dues["care"].is_given is (left > 0)


@pytest.mark.parametrize(
    ("before", "changes", "words"),
    [
        (Before(False, {}, ""), {}, FIRST),
        (Before(True, {}, "v1"), {"deceased_on": date(2026, 4, 5)}, "2026年4月5日去世，之后不再发放"),
        (Before(True, {}, "v1"), {}, RESTING),
        (Before(True, {}, "v1"), {"is_once": True}, NOT_GIVEN_AGAIN),
    ],
)
def test_say_why_a_month_has_become_another(before, changes, words):
    now = {"month": APRIL, "due": NOTHING_DUE, "facts": {}, "rule_version": "v2", "deceased_on": None, **changes}
    assert cause_of(before, Now(**now), {}) == words


def test_say_from_which_day_something_has_changed_within_the_month():
    """The subsidy of the first half stands; what ended the rest of the month is told with its day."""
    known = {"low_income": Fact("low_income", "低收入", "boolean", "household")}
    halves = [stretch({"区": 30000}, Period(APRIL, date(2026, 4, 16))), stretch({}, Period(date(2026, 4, 16), MAY))]
    facts = {"low_income": True}
    now = Now(APRIL, due_of(halves, MONTH), facts, "v1", None, last_facts={"low_income": False})
    assert cause_of(Before(True, facts, "v1"), now, known) == "2026年4月16日起，低收入由是改为否"


@dataclass
class Course:
    """An enrolment with its periods."""

    periods: list
    programme: str = "care"
    is_ended: bool = False

    def due_periods(self, pauses):
        return self.periods


def test_join_the_days_of_two_enrolments_in_one_programme():
    first, second = Period(APRIL, date(2026, 4, 15)), Period(date(2026, 4, 10), MAY)
    later = Period(date(2026, 6, 1), date(2026, 7, 1))
    person = Person(1, "310118", Life(), [Course([second, later]), Course([first])], [APRIL])
    assert person.enrolled("care", ()) == [MONTH, later]
