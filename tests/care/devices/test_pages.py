"""Pages of devices, as the town's clerk and those who only look use them."""

import pytest
from django.utils import timezone

from tests.care import story
from tests.care.devices.conftest import HOUR, MINUTE, report
from tests.signing_in import log_in
from yinling.care.devices.actions import installing
from yinling.care.devices.actions.beating import beat
from yinling.care.devices.actions.receiving import receive
from yinling.care.devices.actions.registering import DeviceDetails, register
from yinling.care.devices.actions.watching import watch_silence
from yinling.care.devices.domain.readings import Heartbeat
from yinling.care.devices.domain.refusals import AccountTaken, NotHeardInTest
from yinling.care.devices.models import Device, Installation
from yinling.care.devices.queries.register import devices_of, devices_visible
from yinling.care.orders.domain.states import NotThere, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    """Somebody at the call desk of the district."""
    return story.actor("call_operator", area=story.DISTRICT)


def test_registers_installs_tests_and_removes(person_id, clerk, told) -> None:
    desk, now = log_in(clerk), timezone.now()
    form = {"kind": "sos_base", "protocol": "dc09", "account": "1234", "area": story.TOWN, "secret": "A" * 16}
    assert desk.post("/devices/new/", {**form, "expected_seconds": "3"}).status_code == 422
    assert "请接着测试" not in desk.post("/devices/new/", form, follow=True).content.decode()
    device = Device.objects.get()
    assert desk.post("/devices/new/", form).status_code == 422
    assert "安装设备" in desk.get(f"/registry/people/{person_id}/").content.decode()
    way = f"/devices/people/{person_id}/install/"
    half = {"device_id": device.pk, "room": "卧室", "longitude": "121.0"}
    assert desk.post(way, half).status_code == 422
    desk.post(way, {"device_id": device.pk, "room": "卧室"})
    page = f"/devices/{device.pk}/"
    desk.post(f"{page}begin_test")
    assert "还没有收到" in desk.post(f"{page}end_test", follow=True).content.decode()
    receive([report()], at=now + MINUTE)
    text = desk.post(f"{page}end_test", follow=True).content.decode()
    assert "个人紧急求助" in text
    assert Installation.objects.get().tested_at is not None
    assert "****AA" in text
    assert "A" * 16 not in text
    assert desk.post(f"{page}remove", {}).status_code == 422
    desk.post(f"{page}remove", {"note": "搬家"})
    device.refresh_from_db()
    assert (device.state, device.watched_from) == ("in_store", None)
    assert "搬家" in desk.get(page).content.decode()


def test_shows_raw_bytes_to_those_who_manage_only(device, clerk, operator) -> None:
    receive([report()], at=timezone.now())
    way = f"/devices/{device.pk}/"
    assert "22 41 44 4d" in log_in(clerk).get(way).content.decode()
    seen = log_in(operator).get(way).content.decode()
    assert "呼救" in seen
    assert "22 41 44 4d" not in seen
    assert log_in(operator).post(f"{way}begin_test").status_code == 403


def test_lists_by_trouble_and_pages_by_number(device, stored, clerk, monkeypatch) -> None:
    now = timezone.now()
    beat([Heartbeat(device.pk, now - HOUR, 40)], at=now)
    for minutes in range(60, -1, -5):
        watch_silence(at=now - minutes * MINUTE)
    desk = log_in(clerk)
    for query, shown in {"": "12", "?trouble=silent": "1", "?trouble=low": "", "?trouble=untested": "1",
                         "?state=in_store": "2", "?kind=smoke": "2", "?text=smoke": "2",
                         f"?area={story.TOWN}": "12"}.items():  # fmt: skip
        text = desk.get(f"/devices/{query}").content.decode()
        for number, one in (("1", device), ("2", stored)):
            assert (f'href="/devices/{one.pk}/"' in text) == (number in shown), query
    monkeypatch.setattr("yinling.care.devices.queries.register.PAGE_ROWS", 1)
    assert f"after={device.pk}" in desk.get("/devices/").content.decode()


def test_leads_from_a_strange_account_to_its_registration(stored, clerk) -> None:
    receive([report(account="4321"), report(account="4321", reference="2")], at=timezone.now())
    desk = log_in(clerk)
    text = desk.get("/devices/strangers/").content.decode()
    assert "/devices/new/?protocol=dc09&amp;account=4321" in text
    assert 'value="4321"' in desk.get("/devices/new/?protocol=dc09&account=4321").content.decode()
    register(DeviceDetails("sos_base", "dc09", "4321", story.TOWN), by=clerk, at=timezone.now())
    assert "4321" not in desk.get("/devices/strangers/").content.decode()


def test_hides_what_hangs_elsewhere(device, person_id, clerk) -> None:
    others = story.clerk(story.OTHER_TOWN)
    assert log_in(others).get(f"/devices/{device.pk}/").status_code == 404
    with pytest.raises(NotThere):
        installing.begin_test(device_id=device.pk, by=others, at=timezone.now())
    elder, stranger = story.elder(person_id), story.elder(story.person())
    today = timezone.localdate()
    assert [one.id for one in devices_of(person_id, actor=elder, on=today)] == [device.pk]
    assert not devices_visible(stranger, on=today).exists()


def test_refuses_what_the_state_does_not_allow(device, stored, clerk) -> None:
    now = timezone.now()
    with pytest.raises(WrongState):
        installing.install(installing.Home(story.person(), "厨房"), device_id=device.pk, by=clerk, at=now)
    with pytest.raises(WrongState):
        installing.begin_test(device_id=stored.pk, by=clerk, at=now)
    installing.begin_test(device_id=device.pk, by=clerk, at=now)
    with pytest.raises(NotHeardInTest):
        installing.end_test(device_id=device.pk, by=clerk, at=now)
    assert installing.lapse_tests(by=clerk, at=now + HOUR) == 1
    assert Installation.objects.get().tested_at is None
    with pytest.raises(AccountTaken):
        register(DeviceDetails("smoke", "json", "smoke-1", story.TOWN), by=clerk, at=now)
