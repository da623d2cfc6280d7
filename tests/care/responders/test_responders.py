"""Who can be sent and when; whom of the family to tell; everybody is invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.care import story
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.care.responders.actions import responders as actions
from yinling.care.responders.actions.contacts import Relative, add_contact, end_contact
from yinling.care.responders.actions.responders import Details
from yinling.care.responders.domain import faults
from yinling.care.responders.domain import rota as domain
from yinling.care.responders.domain.reach import nearest
from yinling.care.responders.models import Contact, Responder
from yinling.care.responders.queries.contacts import contacts_of, opened_contacts
from yinling.care.responders.queries.responders import on_duty, reaches, responders_visible, to_tell
from yinling.care.responders.queries.rota import own_hours, rota, week_of
from yinling.foundation.audit.models import Read
from yinling.gateways.policy.alarms import load_alarms
from yinling.people.registry.models import Mandate

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PACES = load_alarms("national").paces
SPOT = (121.05, 31.11)


def details(name: str = "测站", **more) -> Details:
    return Details(name, more.pop("kind", "station"), more.pop("phone", "13900001234"), more.pop("area", story.TOWN),
                   more.pop("mode", "ebike"), **more)  # fmt: skip


@pytest.fixture
def officer(db):
    return story.actor("bureau_reviewer", area=story.DISTRICT)


@pytest.fixture
def row(officer) -> Responder:
    return actions.register(details(), by=officer, at=NOON)


def test_register_put_right_and_leave(row, officer) -> None:
    assert (row.phone_masked, Responder.objects.get().phone) == ("139****1234", "13900001234")
    actions.change(row.pk, details("测站二", phone="13900009999"), by=officer, at=NOON)
    assert Responder.objects.get().name == "测站二"
    actions.leave(responder_id=row.pk, on=date(2026, 3, 3), by=officer, at=NOON)
    assert [len(to_tell(["station"], area=story.TOWN, person_id=None, at=at)) for at in (NOON, NOON + DAY)] == [1, 0]


def test_refuse_what_cannot_be(row, officer) -> None:
    who = story.actor("responder", area=story.TOWN)
    with pytest.raises(faults.PhoneNeeded):
        actions.register(details(phone=" "), by=officer, at=NOON)
    with pytest.raises(NotThere):
        actions.register(details(area="310117001"), by=officer, at=NOON)
    with pytest.raises(NotPermitted):
        actions.register(details(), by=who, at=NOON)
    actions.register(details("测甲", user_id=who.user_id), by=officer, at=NOON)
    with pytest.raises(faults.LogInTaken):
        actions.register(details("测乙", user_id=who.user_id), by=officer, at=NOON)
    assert [one.name for one in responders_visible(who)] == ["测甲"]


def test_be_on_duty_by_rota_and_by_week(row, officer) -> None:
    who = {"responder_id": row.pk, "by": officer, "at": NOON}
    duty = actions.put_on_duty(**who, from_at=NOON, until_at=NOON + HOUR)
    with pytest.raises(faults.DutyOverlaps):
        actions.put_on_duty(**who, from_at=NOON + HOUR / 2, until_at=NOON + 2 * HOUR)
    with pytest.raises(faults.DutyBackwards):
        actions.put_on_duty(**who, from_at=NOON + HOUR, until_at=NOON)
    assert [on_duty(NOON + hours * HOUR) for hours in (0, 1)] == [{row.pk}, set()]
    actions.take_off_duty(duty_id=duty.pk, by=officer, at=NOON + HOUR / 2)
    assert not on_duty(NOON + HOUR / 2)
    actions.set_week(**who, spans=[(0, 20 * 60, 30 * 60)])  # Monday 20:00 to Tuesday 6:00
    midnight = NOON + 12 * HOUR
    assert [bool(on_duty(midnight + hours * HOUR)) for hours in (-5, -4, 0, 5, 6)] == [False, True, True, True, False]


def test_lay_the_rota_on_days_and_find_when_nobody_is_there(row, officer) -> None:
    who = {"responder_id": row.pk, "by": officer, "at": NOON}
    actions.set_week(**who, spans=[(day, 20 * 60, 30 * 60) for day in range(7)])  # each night, 20:00 to 6:00
    actions.put_on_duty(**who, from_at=NOON, until_at=NOON + HOUR)
    found = rota(officer, at=NOON)
    assert found.days[0] == (date(2026, 3, 2), "周一")
    assert [hours for _day, _weekday, hours in found.lines[0].days[:2]] == [
        ["00:00–06:00", "12:00–13:00", "20:00–24:00"], ["00:00–06:00", "20:00–24:00"],
    ]  # fmt: skip
    assert [(ends - begins) // HOUR for begins, ends in found.gaps] == [7, *[14] * 6]
    assert week_of(row.pk)[0].words == "20:00–次日 06:00"
    assert not own_hours(0, at=NOON)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=8))
def test_be_either_on_duty_or_in_a_gap(told) -> None:
    begins, ends = NOON, NOON + 100 * HOUR
    spans = [(NOON + start * HOUR, NOON + (start + hours) * HOUR) for start, hours in told]
    covered, free = domain.within(spans, begins, ends), domain.gaps(spans, begins, ends)
    joined = sorted(covered + free)
    assert (joined[0][0], joined[-1][1]) == (begins, ends)
    assert all(one[1] == other[0] for one, other in zip(joined, joined[1:], strict=False))
    for hour in range(100):
        at = NOON + hour * HOUR
        is_on = any(one <= at < other for one, other in spans)
        assert is_on == any(one <= at < other for one, other in covered)


def test_tell_those_on_duty_or_else_everybody(row, officer) -> None:
    other = actions.register(details("测站二"), by=officer, at=NOON)

    def told() -> set[int]:
        return {line.id for line in to_tell(["station"], area=f"{story.TOWN}001", person_id=None, at=NOON)}

    assert told() == {row.pk, other.pk}
    actions.put_on_duty(responder_id=other.pk, from_at=NOON, until_at=NOON + HOUR, by=officer, at=NOON)
    assert told() == {other.pk}


def test_send_a_neighbour_to_nobody_else(officer) -> None:
    mine, strange = story.person(), story.person()
    row = actions.register(details("测邻", kind="family", for_person_id=mine), by=officer, at=NOON)
    found = [reaches(None, area=story.TOWN, person_id=one, busy=(), paces=PACES, at=NOON, limit=5)
             for one in (mine, strange, None)]  # fmt: skip
    assert [[one.line.id for one in each] for each in found] == [[row.pk], [], []]


def test_rank_unknown_places_last(row, officer) -> None:
    near = actions.register(details("测近", longitude=121.06, latitude=31.11), by=officer, at=NOON)
    found = reaches(SPOT, area=story.TOWN, person_id=None, busy=(), paces=PACES, at=NOON, limit=5)
    assert [(one.line.id, one.minutes) for one in found] == [(near.pk, 7), (row.pk, None)]


@given(st.lists(st.tuples(st.floats(120.9, 121.2), st.floats(31.0, 31.3), st.sampled_from(sorted(PACES))), max_size=8))
def test_order_by_time_of_travel(places) -> None:
    starts = [(number, (x, y), mode) for number, (x, y, mode) in enumerate(places)]
    found = nearest(SPOT, starts, PACES)
    assert sorted(one for one, _seconds in found) == list(range(len(places)))
    assert [seconds for _one, seconds in found] == sorted(seconds for _one, seconds in found)


@pytest.mark.django_db
def test_write_to_an_agent_only_with_a_mandate() -> None:
    person, clerk, agent = story.person(), story.clerk(), story.user("agent")
    said = Relative("测女儿", "女儿", ("application", "sms"), date(2026, 3, 1), "13900005678", agent_id=agent.pk)
    with pytest.raises(faults.NoMandate):
        add_contact(person, said, by=clerk, at=NOON)
    Mandate.objects.create(person_id=person, agent=agent, relation="family", valid_from=date(2026, 1, 1),
                           valid_until=date(2026, 4, 1), granted_by_name="测", granted_at=NOON)  # fmt: skip
    kept = add_contact(person, said, by=clerk, at=NOON)
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [contacts_of(person, on=day)[0].agent_id for day in days] == [agent.pk, None]
    assert contacts_of(person, on=days[0])[0].phone == ""
    assert opened_contacts(person, actor=clerk, reason="报警", on=days[0], at=NOON)[0].phone == "13900005678"
    assert Read.objects.get().fields == ["contact_phone"]
    end_contact(contact_id=kept.pk, by=clerk, at=NOON)
    assert not contacts_of(person, on=days[0])
    assert Contact.objects.get().ended_by_name == clerk.name


@pytest.mark.django_db
@pytest.mark.parametrize("ways", [(), ("sms",), ("phone",)])
def test_need_a_way_that_reaches_them(ways) -> None:
    with pytest.raises(faults.WayNeeded):
        add_contact(story.person(), Relative("测子", "儿子", ways, date(2026, 3, 1)), by=story.clerk(), at=NOON)
