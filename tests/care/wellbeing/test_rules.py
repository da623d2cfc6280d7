"""Rules of welfare visits: who is on the list, until when, the rate, the score, tickets, rounds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.care.wellbeing.domain.concern import Seen, concern
from yinling.care.wellbeing.domain.due import counts_in, due_after, first_due, last_day, month_of, next_due, parts_of
from yinling.care.wellbeing.domain.listing import look
from yinling.care.wellbeing.domain.rates import Rate, monthly_rate
from yinling.care.wellbeing.domain.rounds import Day, Wanted, laid_out
from yinling.care.wellbeing.domain.states import GOING_ON, StepRefused, TicketState
from yinling.care.wellbeing.domain.tickets import MOVES, deadline, is_overdue, moved, verbs_from
from yinling.gateways.policy.wellbeing import load_wellbeing
from yinling.kernel.dates import WorkCalendar, day_moment

ON = date(2026, 3, 20)
PLAIN_WEEK = WorkCalendar()
OLD = {
    "alive": True,
    "on": ON,
    "birth_date": date(1940, 1, 1),
    "in_institution": False,
    "residence_area": "321302001001",
}
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def found(pack="qingpu-2021", **facts):
    rules = load_wellbeing(pack)
    values = {name: each.on(ON) for name, each in rules.parameters.items()} | OLD | facts
    return look(values, required=rules.required, groups=rules.groups, risks=rules.risks)


def test_list_people_by_group_and_say_the_clause():
    one = found(living_alone=True)
    assert one.is_listed
    assert [(reason.id, reason.clause) for reason in one.reasons][0] == ("living_alone", "民发〔2022〕73号")
    assert one.risk == "high"
    assert found(birth_date=date(1960, 1, 1), empty_nest=True).risk == "low"


def test_leave_out_who_is_in_an_institution_and_say_why():
    one = found(living_alone=True, in_institution=True)
    assert not one.is_listed
    assert "养老机构" in one.unmet


def test_lose_nobody_because_a_fact_is_unknown():
    one = found(living_alone=True, in_institution=None, birth_date=None)
    assert one.is_listed
    assert len(one.unknown) == 2
    assert not found(living_alone=None, birth_date=date(1960, 1, 1)).is_listed


def test_take_the_groups_of_a_pack_from_its_own_programme():
    assert found("suqian-2020", dementia=True, birth_date=date(1960, 1, 1)).is_listed
    assert not found("suqian-2020", childless=True).is_listed  # Suqian does not name the childless, nor the very old
    assert found("baoshan-2019", childless=True, registered_area="310113001").is_listed
    assert not found("suqian-2020", living_alone=True, residence_area="310118001").is_listed


def test_take_the_goal_of_each_year_from_the_table_of_targets():
    suqian = load_wellbeing("suqian-2020")
    assert [suqian.goal_in(year) for year in (2019, 2020, 2021, 2022, 2026)] == [None, 80, 90, 100, 100]
    assert load_wellbeing("qingpu-2021").goal_in(2026) == 100


def test_count_a_person_once_in_the_monthly_rate():
    """C10 (1): one hundred people, 79 visited, one of them twice: 79 %."""
    rate = monthly_rate(range(100), [*range(79), 5])
    assert (rate.percent, rate.words, rate.missing) == (79, "79%", 21)
    assert monthly_rate([], []).percent is None


@given(st.integers(0, 3000), st.data())
def test_never_round_a_rate_up(people, data):
    visited = data.draw(st.integers(0, people))
    words = Rate(people, visited).words
    assert (words == "100%") == (people > 0 and visited == people)
    assert words == "—" if not people else float(words[:-1]) <= 100 * visited / people


def test_lose_nobody_who_joins_on_the_20th():
    """C10 (2)."""
    due = first_due(ON, days=5, count="working_days", calendar=PLAIN_WEEK)
    assert due == date(2026, 3, 27)
    assert counts_in(month_of(ON), joined=ON, first=due, left=None, on=date(2026, 3, 31))
    assert due_after(ON, due, [], per_month=1) == due
    late = first_due(date(2026, 3, 27), days=5, count="working_days", calendar=PLAIN_WEEK)
    assert late == date(2026, 4, 3)
    assert not counts_in(month_of(ON), joined=date(2026, 3, 27), first=late, left=None, on=date(2026, 4, 30))
    assert counts_in(month_of(late), joined=date(2026, 3, 27), first=late, left=None, on=late)


@given(days, st.integers(1, 20))
def test_count_whoever_joins_in_exactly_one_first_month_and_in_all_after(joined, working_days):
    first = first_due(joined, days=working_days, count="working_days", calendar=PLAIN_WEEK)
    month, counted = month_of(joined), []
    for _number in range(4):
        counted.append(counts_in(month, joined=joined, first=first, left=None, on=date.max))
        month = month_of(month.until)
    assert counted == sorted(counted)
    assert counted[2]


@given(days, st.integers(1, 8), st.integers(0, 40))
def test_due_after_a_visit_lies_later_and_within_its_part_of_the_next_month(day, per_month, gap):
    visits = [day - timedelta(days=gap), day]
    due = next_due(visits, per_month=per_month)
    assert day < due <= parts_of(month_of(month_of(day).until), per_month)[0]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(1, 8))
def test_be_visited_as_often_as_said_by_going_on_every_due_day(start, per_month):
    month = month_of(month_of(start).until)
    visits = [month.from_ - timedelta(days=1)]
    while (due := next_due(visits, per_month=per_month)) < month.until:
        visits.append(due)
    assert sum(day in month for day in visits) == per_month
    assert parts_of(month, per_month)[-1] == last_day(month)


WEIGHTS = load_wellbeing("qingpu-2021").signals
signals = st.lists(
    st.builds(Seen, kind=st.sampled_from([*WEIGHTS, "strange"]), since=days, until=st.one_of(st.none(), days)),
    max_size=12,
)  # fmt: skip


@given(signals, days)
def test_score_is_the_sum_of_signals_that_are_named(seen, on):
    found_ = concern(seen, WEIGHTS, on=on)
    assert found_.points == sum(part.points for part in found_.parts)
    assert all(part.points == part.times * WEIGHTS[part.kind].points and part.words for part in found_.parts)
    assert {part.kind for part in found_.parts} <= {one.kind for one in seen if one.since <= on}


@given(signals, days)
def test_one_more_signal_never_lowers_the_score(seen, on):
    more = [*seen, Seen("no_answer", on, on)]
    assert concern(more, WEIGHTS, on=on).points >= concern(seen, WEIGHTS, on=on).points


def test_forget_a_signal_after_its_days_but_not_one_that_goes_on():
    long_ago = ON - timedelta(days=30)
    assert not concern([Seen("no_answer", long_ago, long_ago)], WEIGHTS, on=ON).parts
    assert concern([Seen("silent_device", long_ago)], WEIGHTS, on=ON).points == 3


AT = datetime(2026, 3, 20, 2, tzinfo=UTC)


@given(st.lists(st.sampled_from([*MOVES]), max_size=8), st.integers(1, 100))
def test_every_ticket_ends_closed_or_escalated(verbs, hours):
    """C10 (5): whatever is done or left undone, after its deadline the clock has ended it."""
    state, due = TicketState.OPEN, deadline(AT, hours=hours, working_days=0, calendar=PLAIN_WEEK)
    for verb in verbs:
        if verb in verbs_from(state):
            state = moved(state, verb)
        else:
            with pytest.raises(StepRefused):
                moved(state, verb)
    after = due + timedelta(seconds=1)
    if is_overdue(state, due, after):
        state = moved(state, "escalate")
    assert state in (TicketState.CLOSED, TicketState.ESCALATED)
    assert not is_overdue(state, due, after + timedelta(days=9))
    assert not is_overdue(TicketState.OPEN, due, due)


@given(days, st.integers(0, 1439), st.integers(1, 20))
def test_give_every_ticket_time(day, minute, working_days):
    opened = day_moment(day, minute)
    due = deadline(opened, hours=0, working_days=working_days, calendar=PLAIN_WEEK)
    assert due > opened
    assert all(is_overdue(state, due, due + timedelta(seconds=1)) for state in GOING_ON)


places = st.one_of(st.none(), st.tuples(st.floats(121.0, 121.05), st.floats(31.0, 31.05)))
people = st.lists(
    st.builds(Wanted, id=st.integers(1, 500), due_on=days, is_urgent=st.booleans(), place=places),
    max_size=9, unique_by=lambda one: one.id,
)  # fmt: skip


@given(people, st.integers(1, 8))
def test_lay_out_everybody_chosen_once(wanted, stops):
    round_ = laid_out(wanted, Day(stops, 20, 540, 1020, "ebike"))
    assert len(round_) == len({stop.id for stop in round_}) == min(stops, len(wanted))
    times = [stop.arrives for stop in round_ if stop.arrives is not None]
    assert times == sorted(times)
    assert all(later - earlier >= 20 for earlier, later in zip(times, times[1:], strict=False))
    assert sum(one.is_urgent for one in wanted if one.id in {stop.id for stop in round_}) == min(
        stops, sum(one.is_urgent for one in wanted)
    )


def test_lay_out_neighbours_one_after_another():
    near, far = [(121.0 + n / 1e4, 31.0) for n in range(3)], [(121.04 + n / 1e4, 31.03) for n in range(3)]
    mixed = [near[0], far[0], near[1], far[1], near[2], far[2]]
    wanted = [Wanted(number, ON, False, place) for number, place in enumerate(mixed)]
    order = [stop.id % 2 for stop in laid_out(wanted, Day(9, 20, 540, 1020, "ebike"))]
    assert sum(one != two for one, two in zip(order, order[1:], strict=False)) <= 2
