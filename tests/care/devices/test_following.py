"""Devices, silence and visits follow at once what the register learns of people; the hourly net finds nothing left."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, MINUTE, report
from yinling.care.alarms.models import Alarm
from yinling.care.alarms.queries.lists import cards_of
from yinling.care.devices.actions import installing, registering
from yinling.care.devices.actions.following import follow_everybody
from yinling.care.devices.actions.receiving import take
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.actions.watching import watch_silence
from yinling.care.devices.models import Device, Installation, Silence, Watching
from yinling.care.devices.queries.register import DeviceFilter, device_lines, devices_visible
from yinling.care.responders.actions.responders import Details, register
from yinling.care.responders.queries.responders import looking_after
from yinling.care.wellbeing.actions.listing import refresh_list
from yinling.care.wellbeing.models import Target
from yinling.foundation.audit.models import Change
from yinling.foundation.outbox.models import Notice
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.people.registry.actions import establish_fact, merge, state_fact
from yinling.people.registry.models import Person, PossibleDuplicate

ROBOT = machine("测试")
THERE, AWAY = f"{story.OTHER_TOWN}001", "320000000001"


def tell(person_id: int, name: str, value: object, *, at=AT) -> None:
    """The clerk's own check says so from now on; None: not known any more."""
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    establish_fact(
        person_id=person_id, name=name, value=value, valid_from=day_of(at), source="人工核实", by=bureau, at=at,
        reason="核实",
    )  # fmt: skip


def home_of(device: Device) -> Installation:
    return Installation.objects.get(device=device, removed_at=None)


def listen_until(at) -> None:
    """Somebody has listened since long before, and looks now."""
    Watching.objects.update_or_create(id=1, defaults={"since": AT - DAY, "seen_at": at - MINUTE})
    watch_silence(at=at)


@pytest.fixture
def listed(person_id) -> Target:
    """Whoever lives with the device is on the list of visits."""
    tell(person_id, "living_alone", True)
    refresh_list(on=story.ON, by=ROBOT, at=AT)
    return Target.objects.get(person=person_id)


def test_goes_with_whoever_moves_at_once(device, stored, person_id, clerk, listed) -> None:
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    state_fact(
        person_id=person_id, name="residence_area", value=THERE, valid_from=story.ON, by=bureau, at=AT, reason="搬家"
    )
    device.refresh_from_db()
    listed.refresh_from_db()
    assert (device.area, device.state, listed.area, listed.until_on) == (THERE, "installed", THERE, None)
    assert device.records.get(verb="follow").state == "installed"
    assert Change.objects.filter(verb="devices.follow").count() == 1
    here = {one.pk for one in devices_visible(clerk, on=story.ON)}
    assert here == {stored.pk}  # whoever watches the town sees what hangs there, no more
    take([report()], at=AT + HOUR)
    assert Alarm.objects.get().area == THERE
    assert follow_everybody(by=ROBOT, at=AT + HOUR) == 0


def test_leaves_alone_what_hangs_with_nobody(device, person_id, clerk) -> None:
    installing.remove(device_id=device.pk, by=clerk, at=AT, note="搬家")
    tell(person_id, "residence_area", THERE)
    assert follow_everybody(by=ROBOT, at=AT + HOUR) == 0
    assert Device.objects.get(pk=device.pk).area == story.TOWN


@pytest.mark.parametrize(
    ("name", "value"), [("deceased_on", story.ON.isoformat()), ("residence_area", AWAY)], ids=["died", "went away"]
)
def test_waits_to_be_fetched_where_nobody_lives_any_more(device, person_id, listed, clerk, name, value) -> None:
    then = AT + 27 * HOUR
    listen_until(then)
    assert Silence.objects.get(back_at=None)
    assert Alarm.objects.get(kind="offline").cleared_at is None
    tell(person_id, name, value, at=then)
    device.refresh_from_db()
    listed.refresh_from_db()
    assert (device.state, device.area) == ("installed", f"{story.TOWN}001")
    assert home_of(device).vacated_at == then
    assert Silence.objects.get().ending == "vacated"
    assert Alarm.objects.get(kind="offline").cleared_at == then
    assert listed.until_on == day_of(then)
    assert [one.id for one in device_lines(DeviceFilter(trouble="vacated"), actor=clerk, on=story.ON)[0]] == [device.pk]
    assert Notice.objects.filter(role="town_clerk", link=f"/devices/{device.pk}/").count() == 1
    listen_until(then + 40 * DAY)
    assert not Silence.objects.filter(back_at=None).exists()
    take([report()], at=then + HOUR)  # a call from there is a call for help all the same
    assert Alarm.objects.get(kind="sos").person_id == person_id
    assert follow_everybody(by=ROBOT, at=then + HOUR) == 0


def test_is_watched_again_where_the_news_of_a_death_was_wrong(device, person_id) -> None:
    tell(person_id, "deceased_on", story.ON.isoformat())
    tell(person_id, "deceased_on", None, at=AT + HOUR)
    device.refresh_from_db()
    assert home_of(device).vacated_at is None
    assert device.watched_from == AT + HOUR
    assert [one.verb for one in device.records.order_by("pk")][-2:] == ["vacate", "reoccupy"]


def test_hangs_with_whoever_stands_for_two_who_are_one(clerk, stored) -> None:
    known_longer, twin = story.person(), story.person()
    installing.install(installing.Home(twin, "厨房"), device_id=stored.pk, by=clerk, at=AT)
    suspicion = PossibleDuplicate.objects.create(person_id=twin, other_id=known_longer, opened_at=AT)
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    assert merge(suspicion_id=suspicion.pk, reason="入户核实", by=bureau, at=AT) == known_longer
    assert home_of(stored).person_id == known_longer
    assert stored.records.get(verb="follow").by_name == "设备值守"
    assert cards_of([twin, known_longer], at=AT)[twin].id == known_longer  # an open alarm keeps its name and address
    assert follow_everybody(by=ROBOT, at=AT + HOUR) == 0


def test_follows_by_the_hour_what_the_events_missed(device, person_id) -> None:
    Person.objects.filter(pk=person_id).update(area=THERE)
    assert follow_everybody(by=ROBOT, at=AT) == 1
    assert follow_everybody(by=ROBOT, at=AT) == 0
    assert Device.objects.get(pk=device.pk).area == THERE


def test_is_reached_by_whoever_comes_for_that_person_alone(person_id) -> None:
    bureau = story.actor("bureau_reviewer", area=story.DISTRICT)
    details = Details("甲某之子", "family", "19900000001", f"{story.TOWN}001", "car", for_person_id=person_id)
    son = register(details, by=bureau, at=AT)
    assert list(looking_after(THERE, person_id=person_id, at=AT)) == [son]
    assert not looking_after(f"{story.TOWN}001", person_id=None, at=AT)


TOLD = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from([
            ("residence_area", f"{story.TOWN}001"), ("residence_area", THERE), ("residence_area", AWAY),
            ("deceased_on", date(2026, 3, 1).isoformat()), ("deceased_on", None), ("in_institution", True),
            ("in_institution", False),
        ]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


class Undone(Exception):
    """Ends an example without a trace."""


@given(told=TOLD)
@settings(max_examples=8, deadline=None)
def test_leaves_nothing_for_the_net_in_any_order(django_db_setup, django_db_blocker, told) -> None:
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                _leaves_nothing(told)
                raise Undone
        except Undone:
            pass


def _leaves_nothing(told) -> None:
    people, clerk = [story.person(living_alone=True), story.person(living_alone=True)], story.clerk()
    for number, person in enumerate(people):
        details = DeviceDetails("sos_base", "dc09", f"77{number}", story.TOWN)
        made = registering.register(details, by=clerk, at=AT - DAY)
        installing.install(installing.Home(person, "卧室"), device_id=made.pk, by=clerk, at=AT - DAY)
    refresh_list(on=story.ON, by=ROBOT, at=AT)
    for minute, (who, (name, value)) in enumerate(told):
        at = AT + timedelta(minutes=minute)
        tell(people[who], name, value, at=at)
        assert follow_everybody(by=ROBOT, at=at) == 0
        before = set(Target.objects.open().values_list("pk", "area", "until_on"))
        run = refresh_list(on=story.ON, by=ROBOT, at=at)
        assert (run.joined, run.changed, run.left) == (0, 0, 0)
        assert before <= set(Target.objects.open().values_list("pk", "area", "until_on"))
    for person in people:
        place = Person.objects.get(pk=person).area
        home = Installation.objects.select_related("device").get(person=person)
        if home.vacated_at is None:
            assert home.device.area == place
