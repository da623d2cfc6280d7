"""A device in a home: put up, tested, taken down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yinling.care.devices.actions.registering import locked_device, step
from yinling.care.devices.domain.refusals import DeviceRefused, NotHeardInTest
from yinling.care.devices.domain.states import TEST_LASTS, TOWN_DIGITS
from yinling.care.devices.events import DeviceRemoved
from yinling.care.devices.models import Device, DeviceEvent, DeviceState, Ending, Installation, Silence
from yinling.care.orders.domain.states import NotThere
from yinling.care.visits.queries.troubles import door_places
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor, NotVisible
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import visible_person


@dataclass(frozen=True)
class Home:
    """With whom and where a device hangs; without a place it is where the person's door is, if that is known."""

    person_id: int
    room: str
    longitude: float | None = None
    latitude: float | None = None


@transaction.atomic
def install(home: Home, *, device_id: int, by: Actor, at: datetime) -> Installation:
    """Puts a device up in a home; from now on its silence counts. Raises NotThere, WrongState, DeviceRefused."""
    device = locked_device(device_id, by=by, at=at)
    try:
        person = visible_person(home.person_id, actor=by, on=day_of(at))
    except NotVisible as unknown:
        raise NotThere() from unknown
    if not person.area:
        raise DeviceRefused("这位老年人没有登记居住区划，请先补登")
    place = (home.longitude, home.latitude)
    if None in place:
        place = door_places([person.pk]).get(person.pk, (None, None))
    device.area, device.watched_from = person.area, at
    step(device, "install", by=by, at=at, after_={"person": person.pk})
    return Installation.objects.create(
        device=device, person=person, room=home.room[:60], longitude=place[0], latitude=place[1], installed_at=at,
        by_name=by.name,
    )  # fmt: skip


@transaction.atomic
def begin_test(*, device_id: int, by: Actor, at: datetime) -> Device:
    """Installer's test: for an hour nothing that it says is dispatched. Raises WrongState."""
    device = locked_device(device_id, by=by, at=at)
    device.test_since, device.test_until = at, at + TEST_LASTS
    return step(device, "begin_test", by=by, at=at)


@transaction.atomic
def end_test(*, device_id: int, by: Actor, at: datetime) -> Device:
    """The test is passed if something was heard in it. Raises NotHeardInTest, WrongState."""
    device = locked_device(device_id, by=by, at=at)
    since = device.test_since
    heard = since is not None and DeviceEvent.objects.filter(
        device=device, is_test=True, received_at__gte=since
    ).exists()  # fmt: skip
    if not heard and device.state == DeviceState.TESTING:
        raise NotHeardInTest()
    device.test_since = device.test_until = None
    step(device, "end_test", by=by, at=at)
    Installation.objects.filter(device=device, removed_at=None).update(tested_at=at)
    return device


@transaction.atomic
def give_up_test(*, device_id: int, by: Actor, at: datetime) -> Device:
    """Nothing was heard: the device hangs, but does not count as tested. Raises WrongState."""
    device = locked_device(device_id, by=by, at=at)
    device.test_since = device.test_until = None
    return step(device, "give_up_test", by=by, at=at)


@transaction.atomic
def lapse_tests(*, by: Actor, at: datetime) -> int:
    """Ends tests that nobody ended; how many."""
    overdue = Device.objects.filter(state=DeviceState.TESTING, test_until__lte=at).order_by("pk")
    lapsed = 0
    for device in overdue.select_for_update(skip_locked=True):
        device.test_since = device.test_until = None
        step(device, "lapse_test", by=by, at=at, note="超过一小时没有结束，自动退出测试")
        lapsed += 1
    return lapsed


@transaction.atomic
def remove(*, device_id: int, by: Actor, at: datetime, note: str) -> Device:
    """Takes a device down; what hung where stays written. Raises WrongState."""
    device = locked_device(device_id, by=by, at=at)
    home = Installation.objects.filter(device=device, removed_at=None).first()
    device.test_since = device.test_until = device.watched_from = None
    device.area = device.area[:TOWN_DIGITS]
    step(device, "remove", by=by, at=at, note=note)
    if home is not None:
        home.removed_at, home.removed_by_name, home.why_removed = at, by.name, note[:200]
        home.save()
    Silence.objects.filter(device=device, back_at=None).update(back_at=at, ending=Ending.REMOVED)
    announce(DeviceRemoved(device.pk, home.person_id if home else None, at), by=by, at=at)
    return device
