"""The pure rules: what a decision means, and how a lead moves."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs.probe import PACK
from yinling.engines.rules.columns import Column
from yinling.gateways.policy.programmes import load_facts, load_parameters, load_programme
from yinling.needs.entitlements.domain.deciding import decide_batch, decide_one, ready
from yinling.needs.entitlements.domain.fact_columns import fact_columns
from yinling.needs.outreach.domain.findings import Finding, finding_of, gaps
from yinling.needs.outreach.domain.moving import Seen, move
from yinling.needs.outreach.domain.states import Answer, Kind, State, state_after

ON = date(2026, 3, 2)


def finding(programme: str, options=None, **facts) -> Finding:
    bound = ready(load_programme(PACK, programme), load_parameters(PACK), options)
    known = {"on": ON, "alive": True, "registered_area": "310118001", **facts}
    return finding_of(bound, decide_one(bound, known).resolution)


def test_take_an_open_tier_for_entitled():
    found = finding("allowance", {"lone": "more"}, birth_date=date(1950, 1, 1))
    assert found == Finding(Kind.ENTITLED, "living_alone")


def test_take_an_unpublished_sum_for_entitled():
    assert finding("subsidy", care_level=3) == Finding(Kind.ENTITLED)


def test_name_the_one_fact_that_would_decide():
    assert finding("subsidy") == Finding(Kind.NEARLY, "care_level")


def test_find_nothing_where_two_facts_are_missing():
    assert finding("subsidy", registered_area=None) == Finding(None)


def test_find_nothing_where_the_table_says_no():
    assert finding("milk", birth_date=date(1950, 1, 1)) == Finding(None)


states = st.sampled_from([None, *State])
seen = st.builds(
    Seen, kind=st.sampled_from([None, *Kind]), is_receiving=st.booleans(), facts_changed=st.booleans(),
    why_not=st.just("不再符合"),
)  # fmt: skip


@given(states, seen)
def test_leave_nobody_open_who_receives_or_is_not_entitled(lead, found):
    moved = move(lead, Kind.ENTITLED if lead else None, found)
    after = moved.state if moved else lead
    if found.is_receiving or found.kind is None:
        assert after in (None, State.ENDED, State.ACCEPTED)
    else:
        assert after is not None
        assert after not in (State.ENDED,)


@given(states, seen)
def test_move_once(lead, found):
    moved = move(lead, Kind.ENTITLED if lead else None, found)
    if moved and lead is not State.ACCEPTED:
        settled = Seen(found.kind, found.is_receiving, facts_changed=False, why_not=found.why_not)
        assert move(moved.state, found.kind, settled) is None


def test_keep_a_refusal_until_facts_change():
    assert move(State.REFUSED, Kind.ENTITLED, Seen(Kind.ENTITLED, False)) is None
    assert move(State.REFUSED, Kind.ENTITLED, Seen(Kind.ENTITLED, False, facts_changed=True)).state is State.OPEN


@pytest.mark.parametrize(
    ("answer", "kind", "state"),
    [
        (Answer.WILLING, Kind.ENTITLED, State.ACCEPTED),
        (Answer.WILLING, Kind.NEARLY, State.WAITING),
        (Answer.UNWILLING, Kind.NEARLY, State.REFUSED),
        (Answer.UNREACHABLE, Kind.ENTITLED, State.FOLLOW),
    ],
)
def test_follow_an_answer(answer, kind, state):
    assert state_after(answer, kind) is state


people = st.lists(
    st.fixed_dictionaries(
        {
            "birth_date": st.one_of(st.none(), st.dates(date(1920, 1, 1), date(1970, 1, 1))),
            "registered_area": st.sampled_from([None, "310118001", "310101", "310118"]),
            "care_level": st.one_of(st.none(), st.integers(0, 6)),
            "living_alone": st.one_of(st.none(), st.booleans()),
            "alive": st.booleans(),
            "on": st.just(ON),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(people, st.sampled_from(["milk", "allowance", "subsidy"]))
@settings(deadline=None)
def test_decide_columns_of_facts_as_one_by_one(rows, programme):
    bound = ready(load_programme(PACK, programme), load_parameters(PACK))
    columns: dict[str, Column] = fact_columns(rows, load_facts().values())
    batch = decide_batch(bound, columns, len(rows))
    assert [batch.decision(row) for row in range(len(rows))] == [decide_one(bound, facts) for facts in rows]


def test_take_a_fact_that_everybody_lacks_for_no_lead():
    assert gaps({"care_level": 30, "birth_date": 2}, 100) == {"care_level": 30}
    assert gaps({"care_level": 30}, 40) == {}
