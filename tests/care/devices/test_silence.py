"""Silence: found once, ended once, whoever looks, whatever arrives meanwhile."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.care import story
from tests.care.devices.conftest import AT, DAY, HOUR, MINUTE, report
from yinling.care.devices.actions import installing, registering, watching
from yinling.care.devices.actions.beating import beat
from yinling.care.devices.actions.receiving import receive
from yinling.care.devices.actions.registering import DeviceDetails
from yinling.care.devices.actions.watching import Watched, watch_silence
from yinling.care.devices.domain.readings import Heartbeat, Verdict
from yinling.care.devices.events import DeviceBack, DeviceRemoved, DeviceSilent
from yinling.care.devices.models import Device, DeviceEvent, DeviceSeen, Silence
from yinling.care.devices.queries.readings import people_with_silent_devices
from yinling.foundation.outbox.models import Event
from yinling.kernel.dates import day_of

ALLOWED = timedelta(minutes=15)  # three periods of a base on mains


def watched(from_: datetime, until: datetime, every: timedelta = 5 * MINUTE) -> Watched:
    """Somebody watches without a break; what all looks did together."""
    silent = back = 0
    while from_ <= until:
        done = watch_silence(at=from_)
        silent, back, from_ = silent + done.silent, back + done.back, from_ + every
    return Watched(silent, back)


@pytest.mark.django_db
def test_finds_a_silent_device_once_and_its_return_once(device, person_id, told) -> None:
    beat([Heartbeat(device.pk, AT)], at=AT)
    assert watched(AT, AT + ALLOWED) == Watched(0, 0)
    assert watched(AT + ALLOWED + MINUTE, AT + HOUR) == Watched(1, 0)
    assert told == [DeviceSilent(device.pk, person_id, f"{story.TOWN}001", AT)]
    beat([Heartbeat(device.pk, AT + HOUR)], at=AT + HOUR)
    assert watched(AT + HOUR, AT + HOUR + 10 * MINUTE) == Watched(0, 1)
    assert told[1:] == [DeviceBack(device.pk, person_id, AT + HOUR)]
    assert Silence.objects.get().back_at == AT + HOUR


@pytest.mark.django_db
def test_notes_two_spells_though_nobody_looked_between(device, clerk, told) -> None:
    details = DeviceDetails("sos_base", "dc09", "1234", story.TOWN, expected_seconds=60)
    registering.change(details, device_id=device.pk, by=clerk, at=AT)
    beat([Heartbeat(device.pk, AT)], at=AT)
    watched(AT, AT + 5 * MINUTE)
    beat([Heartbeat(device.pk, AT + 6 * MINUTE)], at=AT + 6 * MINUTE)
    assert watch_silence(at=AT + 12 * MINUTE) == Watched(1, 1)
    assert [type(one) for one in told] == [DeviceSilent, DeviceBack, DeviceSilent]
    assert list(Silence.objects.order_by("pk").values_list("silent_since", "back_at")) == [
        (AT, AT + 6 * MINUTE), (AT + 6 * MINUTE, None)
    ]  # fmt: skip


@pytest.mark.django_db
def test_misses_a_device_that_was_never_heard_at_all(device, told) -> None:
    assert watched(AT, AT + ALLOWED + 5 * MINUTE) == Watched(1, 0)
    assert told[0].silent_since == AT - HOUR  # when it was put up


@pytest.mark.django_db
def test_counts_no_silence_while_nobody_listened(device, told) -> None:
    watch_silence(at=AT)
    beat([Heartbeat(device.pk, AT)], at=AT)
    assert watch_silence(at=AT + DAY) == Watched(0, 0)
    assert watched(AT + DAY, AT + DAY + ALLOWED + 5 * MINUTE) == Watched(1, 0)


@pytest.mark.django_db
def test_lets_a_device_have_a_period_of_its_own(device, clerk) -> None:
    details = DeviceDetails("sos_base", "dc09", "1234", story.TOWN, expected_seconds=3600)
    registering.change(details, device_id=device.pk, by=clerk, at=AT)
    beat([Heartbeat(device.pk, AT)], at=AT)
    assert watched(AT, AT + 3 * HOUR) == Watched(0, 0)
    assert watched(AT + 3 * HOUR, AT + 3 * HOUR + 10 * MINUTE) == Watched(1, 0)
    device.refresh_from_db()
    assert device.secret == "0123456789ABCDEF"  # an empty field leaves it


@pytest.mark.django_db
def test_watches_only_what_hangs_in_a_home(device, stored, clerk, told) -> None:
    beat([Heartbeat(device.pk, AT)], at=AT)
    watched(AT, AT + 20 * MINUTE)
    installing.remove(device_id=device.pk, by=clerk, at=AT + HOUR, note="搬家")
    assert [type(one) for one in told] == [DeviceSilent, DeviceRemoved]
    assert Silence.objects.get().ending == "removed"
    assert watched(AT + HOUR, AT + 3 * HOUR, 10 * MINUTE) == Watched(0, 0)


@pytest.mark.django_db
def test_leaves_alone_what_is_heard_between_question_and_lock(device, told, monkeypatch) -> None:
    """Two workers ask at once: the second finds what the first has noted."""
    beat([Heartbeat(device.pk, AT)], at=AT)
    watched(AT, AT + ALLOWED)
    late = AT + ALLOWED + MINUTE
    real = watching._find_silent

    def slow(*args, **kwargs):
        if not Silence.objects.exists():
            real(*args, **kwargs)
        return real(*args, **kwargs)

    monkeypatch.setattr(watching, "_find_silent", slow)
    watch_silence(at=late)
    assert len(told) == Silence.objects.count() == 1


@pytest.mark.django_db
def test_names_people_whose_devices_are_silent(device, person_id) -> None:
    beat([Heartbeat(device.pk, AT)], at=AT)
    watched(AT, AT + HOUR)
    assert people_with_silent_devices(day_of(AT)) == {person_id: AT}
    assert people_with_silent_devices(day_of(AT + 3 * DAY)) == {person_id: AT}
    beat([Heartbeat(device.pk, AT + HOUR)], at=AT + HOUR)
    watched(AT + HOUR, AT + HOUR)
    assert people_with_silent_devices(day_of(AT)) == {person_id: AT}
    assert people_with_silent_devices(day_of(AT + 3 * DAY)) == {}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("beat"), st.integers(0, 1), st.integers(-40, 5)),
        st.tuples(st.just("hear"), st.integers(0, 1), st.integers(1, 3)),
        st.tuples(st.just("wait"), st.integers(1, 9), st.just(0)),
        st.tuples(st.just("look"), st.integers(1, 2), st.just(0)),
        st.tuples(st.just("watch"), st.integers(10, 19), st.just(0)),
    ),
    max_size=40,
)


class AnyOrder(TestCase):
    """Beats, reports, time and watchers in any order."""

    def setUp(self) -> None:
        clerk, self.devices = story.clerk(), []
        for account in ("A", "B"):
            made = registering.register(DeviceDetails("sos_base", "dc09", account, story.TOWN), by=clerk, at=AT - DAY)
            home = installing.Home(story.person(), "客厅")
            installing.install(home, device_id=made.pk, by=clerk, at=AT)
            self.devices.append(Device.objects.get(pk=made.pk))

    @settings(max_examples=25)
    @given(steps=STEPS)
    def test_silence_is_told_once_and_nothing_goes_back(self, steps) -> None:
        now, heard, taken = AT, dict.fromkeys([one.pk for one in self.devices]), set()
        watch_silence(at=now)
        for verb, number, offset in steps:
            before = dict(DeviceSeen.objects.values_list("device_id", "last_seen_at"))
            if verb == "wait":
                now += number * MINUTE
            elif verb == "look":
                for _again in range(number):
                    watch_silence(at=now)
                self.check_silences(heard, now)
            elif verb == "watch":
                for _minute in range(number):
                    now += MINUTE
                    watch_silence(at=now)
                self.check_silences(heard, now)
            else:
                one = self.devices[number]
                moment = now if verb == "hear" else min(now, now + offset * MINUTE)
                heard[one.pk] = max(moment, heard[one.pk] or moment)
                if verb == "beat":
                    beat([Heartbeat(one.pk, now + offset * MINUTE)] * 2, at=now)
                else:
                    sent = report(account=one.account, reference=f"{offset}")
                    for receipt in receive([sent, sent], at=now):
                        assert (receipt.verdict == Verdict.TAKEN) == (receipt.event_id not in taken)
                        taken.add(receipt.event_id)
            self.check_seen(before, heard)
        keys = DeviceEvent.objects.values_list("key", flat=True)
        assert len(set(keys)) == len(keys) == len(taken)

    def check_seen(self, before, heard) -> None:
        seen = dict(DeviceSeen.objects.values_list("device_id", "last_seen_at"))
        assert seen == heard
        assert all(old is None or seen[one] >= old for one, old in before.items())

    def check_silences(self, heard, now) -> None:
        since = watching.Watching.objects.get().since
        for one in self.devices:
            last, spells = heard[one.pk] or AT, Silence.objects.filter(device=one).order_by("pk")
            is_open = spells.filter(back_at=None).exists()
            if max(last, since) < now - ALLOWED:
                assert is_open, "too long without a word, and nobody knows"
            if is_open:
                assert last < now - ALLOWED, "heard lately, and called silent"
            assert spells.filter(back_at=None).count() <= 1
            told = Event.objects.filter(kind="devices.DeviceSilent", payload__device_id=one.pk)
            back = Event.objects.filter(kind="devices.DeviceBack", payload__device_id=one.pk)
            assert told.count() == spells.count()
            assert back.count() == spells.exclude(back_at=None).count()
            starts = list(spells.values_list("silent_since", flat=True))
            assert len(set(starts)) == len(starts)
