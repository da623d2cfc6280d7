"""Simulated devices: what they say is understood by the readers of their lines, and who is unplugged says nothing."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tests.care import story
from tests.care.devices.conftest import AT
from tests.signing_in import log_in
from yinling.care.alarms.actions import answering
from yinling.care.alarms.models import Alarm
from yinling.care.devices.actions.receiving import take
from yinling.care.devices.queries.finding import rules
from yinling.care.reception.domain.simulated import (
    WORDS,
    Cannot,
    Said,
    Way,
    dc09_frame,
    mqtt_message,
    push_payload,
    scaip_fields,
)
from yinling.care.reception.management import life
from yinling.care.reception.management.commands import alarms_simulate
from yinling.care.reception.management.simulator import Where, devices_at_home
from yinling.engines.telemetry import dc09, scaip
from yinling.engines.telemetry.dc09_contents import reports
from yinling.engines.telemetry.json_forms import Forms
from yinling.gateways.dialling.answers import Answered

MEANT = {"battery": "low_battery"}
KEY = bytes(16)


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("way", Way)
def test_say_what_is_meant_on_every_line(what: str, way: Way, is_over: bool) -> None:
    said = Said("1234", what, 7, AT, is_over)
    try:
        found = understood(said, way)
    except Cannot:
        assert way is Way.SCAIP
        return
    meaning = rules().meaning(found.protocol, found.code, found.qualifier)
    assert (found.account, meaning.kind) == ("1234", MEANT.get(what, what))
    assert meaning.is_restore == is_over or what == "heartbeat"


def understood(said: Said, way: Way):
    forms = Forms(rules().forms)
    if way is Way.DC09:
        return reports(dc09.read(dc09_frame(said, KEY), lambda _head: KEY))[0]
    if way is Way.SCAIP:
        return scaip.report(scaip.read_request(scaip.write_request(scaip_fields(said))))
    if way is Way.MQTT:
        return forms.read_topic(*mqtt_message(said))[0]
    return forms.read_named("webhook", push_payload(said))[0]


@pytest.fixture
def sent(settings, tmp_path, monkeypatch) -> list[Said]:
    """What went out, with an answer that took no time."""
    settings.VAR, found = tmp_path, []

    def send(said: Said, way: Way, where: Where, *, is_udp: bool = False) -> Answered:
        found.append(said)
        return Answered("" if said.what == "gas" else "ACK", said.what != "gas", 0.0)

    for module in (alarms_simulate, life):
        monkeypatch.setattr(module, "send", send)
    return found


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("alarms_simulate", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_print_what_was_answered(device, radar, sent) -> None:
    assert run("sos", "--kind", "sos_base") == "sos_base 1234 · sos · dc09 → ACK · 0.0 ms\n"
    assert "radar-1 · fall 恢复 · mqtt → ACK" in run("fall", "--account", "radar-1", "--over")
    assert [(one.account, one.what, one.is_over) for one in sent] == [("1234", "sos", False), ("radar-1", "fall", True)]
    with pytest.raises(CommandError, match="没有被收下"):
        run("gas", "--account", "1234")
    with pytest.raises(CommandError, match="没有这样的设备"):
        run("sos", "--account", "nobody")


@pytest.mark.django_db
def test_call_from_an_account_that_nobody_knows_and_be_answered_by_the_desk(device, sent, monkeypatch) -> None:
    def send(said: Said, way: Way, where: Where, *, is_udp: bool = False) -> Answered:
        [receipt] = take([understood(said, way)], at=AT)
        return Answered(str(receipt.verdict), True, 0.0)

    monkeypatch.setattr(alarms_simulate, "send", send)
    monkeypatch.setattr("tests.care.reception.test_simulating.KEY", None)
    for way in ("dc09", "scaip", "mqtt"):
        assert "没有登记的账号 9999 · sos" in run("sos", "--stranger", "9999", "--way", way)
    rows = list(Alarm.objects.order_by("pk"))
    assert [(row.source, row.severity, row.person_id) for row in rows] == [("stranger", "stranger", None)] * 3
    operator = story.actor("call_operator", area=story.DISTRICT)
    page = log_in(operator).get(f"/alarms/{rows[0].pk}/").content.decode()
    assert "这个账号没有装在谁家的记录" in page
    assert "账号 9999（dc09）没有登记" in page
    answering.acknowledge(alarm_id=rows[0].pk, by=operator, at=AT)
    answering.record_outcome(alarm_id=rows[0].pk, outcome="test", by=operator, at=AT)
    answering.close(alarm_id=rows[0].pk, by=operator, at=AT)
    assert Alarm.objects.open().count() == 2
    with pytest.raises(CommandError, match="装在家里"):
        run("sos", "--stranger", "1234")


class Published(list):
    """What went to a broker."""

    def mention(self, topic: str, payload: bytes) -> None:
        self.append(topic)


@pytest.mark.django_db
def test_live_until_unplugged(device, radar, sent) -> None:
    homes, published = life.Homes(Where("", "", ""), lambda: False), Published()

    def look(seconds: int) -> int:
        return homes.round(published, AT + timedelta(seconds=seconds), 1000.0 + seconds)

    assert look(0) == 2
    assert look(1) == 0
    assert look(61) == 2
    assert (len(sent), published) == (2, ["yinling/radar-1/heartbeat"] * 2)
    assert "拔掉了" in run("unplug", "--account", "radar-1")
    assert "已拔掉" in run("list")
    assert look(200) == 1
    run("plug", "--account", "radar-1")
    assert look(300) == 2


@pytest.mark.django_db
def test_leave_silent_whoever_was_silent_at_first(device, radar, sent) -> None:
    radar.silences.create(silent_since=AT, found_at=AT)
    assert [one.is_silent for one in devices_at_home(timezone.now())] == [False, True]
    assert life.Homes(Where("", "", ""), lambda: False).round(Published(), AT, 1.0) == 1
    assert life.unplugged() == {"radar-1"}


def test_send_where_a_running_demo_says(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    assert Where.known().dc09 == settings.DC09_ADDRESS
    told = Where("h:1", "h:2", "mqtt://h:3", "http://h:4")
    told.tell()
    assert Where.known() == told


@pytest.mark.django_db
def test_beat_for_nobody_outside_a_demo(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="演示区"):
        run("life")
