"""The pure rules: costs equal one-by-one decisions, people grow older by the calendar."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs.probe import PACK
from yinling.engines.rules.columns import Texts
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.functions import day_number
from yinling.gateways.policy.programmes import load_facts, load_parameters, load_programme
from yinling.kernel.dates import age_on
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.domain.fact_columns import fact_columns
from yinling.needs.forecasts.domain.computing import Question, compute
from yinling.needs.forecasts.domain.costing import costed, readied
from yinling.needs.forecasts.domain.plans import Plan, bound, money_names, moved_here
from yinling.needs.forecasts.domain.population import WHOLE, Population, Survival, weights

ON = date(2026, 3, 2)
LOW, AGE = f"p:{PACK}:allowance_low_yuan", f"p:{PACK}:allowance_age"
births = st.dates(date(1920, 1, 1), date(1970, 1, 1))
people = st.lists(
    st.fixed_dictionaries(
        {
            "birth_date": st.one_of(st.none(), births),
            "registered_area": st.sampled_from([None, "310118001", "310101"]),
            "care_level": st.one_of(st.none(), st.integers(0, 6)),
            "living_alone": st.one_of(st.none(), st.booleans()),
        }
    ),
    min_size=1,
    max_size=15,
)


def population(rows) -> Population:
    columns = fact_columns(rows, load_facts().values())
    days = [day_number(row["birth_date"]) if row["birth_date"] else 0 for row in rows]
    towns = Texts(np.zeros(len(rows), dtype=np.int32), ["310118001"])
    return Population(columns, len(rows), ON, towns, np.array(days, dtype=np.int32))


def plan(name: str) -> Plan:
    rule, parameters = load_programme(PACK, name), load_parameters(PACK)
    used = {each: parameters[each] for each in rule.parameters}
    return Plan(PACK, rule, used, {option.id: option.default for option in rule.options})


@given(people, st.sampled_from(["milk", "allowance", "subsidy"]), st.sampled_from([{}, {LOW: 7_777, AGE: 62}]))
@settings(deadline=None)
def test_cost_as_decided_one_by_one(rows, name, values):
    tried = plan(name)
    day = date(2029, 7, 1)
    found = costed(readied([tried], values), population(rows), day, {})[tried.key]
    rule = bound(tried, values)
    decisions = [decide_one(rule, {**row, "on": day, "alive": True}) for row in rows]
    sums = [each.amounts.get("paid") or 0 if each.outcome is Outcome.GRANTED else 0 for each in decisions]
    assert found.fen.tolist() == sums
    assert found.unset.tolist() == [each.outcome is Outcome.UNPAYABLE for each in decisions]
    assert found.lacking == sum(each.outcome is Outcome.MISSING_FACTS for each in decisions)


@given(people)
@settings(max_examples=25, deadline=None)
def test_give_the_same_numbers_twice(rows):
    question = Question([plan("milk"), plan("allowance")], {}, {LOW: 5_000}, 5)
    assert compute(question, population(rows), {}) == compute(question, population(rows), {})


@given(people)
@settings(max_examples=25, deadline=None)
def test_change_nothing_where_nothing_is_changed(rows):
    total = compute(Question([plan("allowance")], {}, {}, 5), population(rows), {})["total"]
    assert (total["gainers"] or 0, total["losers"] or 0, total["before_fen"]) == (0, 0, total["after_fen"])


@given(st.lists(births, min_size=1, max_size=10))
@settings(deadline=None)
def test_age_by_the_calendar(born):
    days = np.array([day_number(day) for day in born], dtype=np.int32)
    some = Population({}, len(born), ON, Texts(np.zeros(len(born), dtype=np.int32), [""]), days)
    for day in (ON, date(2028, 2, 29), date(2031, 7, 1)):
        assert some.ages(day).tolist() == [age_on(each, day) for each in born]


def test_let_nobody_die_without_a_table():
    some = population([{"birth_date": date(1940, 1, 1)} | dict.fromkeys(["registered_area", "care_level"])])
    assert weights(some, None, date(2036, 7, 1)).tolist() == [WHOLE]
    table = Survival("t", "t", "t", verified=False, deaths={60: 10_000, 90: 100_000})
    assert weights(some, table, date(2027, 7, 1)).tolist() == [WHOLE * 9 // 10]
    assert weights(some, table, date(2036, 7, 1)).tolist() == [0]


def test_tell_money_from_percentages():
    assert money_names(load_programme("qingpu-2021", "home_adaptation_subsidy")) >= {"cost_yuan"}
    assert "percent" not in money_names(load_programme("qingpu-2021", "home_adaptation_subsidy"))
    assert "monthly" in money_names(load_programme(PACK, "allowance"))


def test_read_another_places_rule_as_if_written_here():
    rule = moved_here(load_programme(PACK, "milk"), "310118", "990101")
    tried = Plan(PACK, rule, {}, {})
    facts = {"on": ON, "alive": True, "birth_date": date(1930, 1, 1)}
    assert decide_one(bound(tried, {}), {**facts, "registered_area": "990101001"}).outcome is Outcome.GRANTED
    assert decide_one(bound(tried, {}), {**facts, "registered_area": "310118001"}).outcome is Outcome.NOT_GRANTED
