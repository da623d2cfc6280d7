"""What an older person and their family see of calls for help, and how each relative chooses to be told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.care import story
from tests.care.alarms.conftest import call
from tests.signing_in import log_in
from yinling.care.alarms.actions import answering
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.responders.actions.contacts import Relative, add_contact
from yinling.care.responders.models import Contact
from yinling.care.wellbeing.models import WelfareVisit
from yinling.foundation.outbox.models import Notice
from yinling.people.registry.actions import grant_mandate, revoke_mandate
from yinling.people.registry.models import Mandate


@pytest.fixture
def person_id(db) -> int:
    return story.person(residence_area=f"{story.TOWN}001")


@pytest.fixture
def daughter(person_id):
    """Her log-in, with a mandate."""
    made, now = story.actor("agent", "daughter"), timezone.now()
    grant_mandate(person_id=person_id, agent_user_id=made.user_id, relation="family", valid_from=timezone.localdate(),
                  by=story.clerk(), at=now)  # fmt: skip
    return made


@pytest.fixture
def address(person_id) -> str:
    return reverse("elder:safety", args=[person_id])


def test_follow_a_call_without_names(person_id, address, daughter) -> None:
    operator, now = story.actor("call_operator", "话务员甲", area=story.DISTRICT), timezone.now()
    alarm = call(person_id, at=now)
    call(person_id, kind="offline", severity="low", at=now)
    family = log_in(daughter)
    assert "还没有人接" in family.get(address).content.decode()
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=now)
    page = family.get(address).content.decode()
    assert "呼叫中心接了" in page
    assert operator.name not in page
    assert "设备失联" not in page  # of devices there is a card of their own
    answering.record_outcome(alarm_id=alarm.pk, outcome="by_phone", by=operator, at=now)
    answering.close(alarm_id=alarm.pk, by=operator, at=now)
    assert "电话解决" in log_in(story.elder(person_id)).get(address).content.decode()


def test_ask_again_until_a_call_is_over(person_id, address, daughter) -> None:
    operator, now, part = story.actor("call_operator", area=story.DISTRICT), timezone.now(), f"{address}now/"
    family = log_in(daughter)
    assert "every 10s" not in family.get(address).content.decode()
    alarm = call(person_id, at=now)
    assert f'hx-get="{part}" hx-trigger="every 10s"' in family.get(part).content.decode()
    answering.acknowledge(alarm_id=alarm.pk, by=operator, at=now)
    answering.record_outcome(alarm_id=alarm.pk, outcome="by_phone", by=operator, at=now)
    answering.close(alarm_id=alarm.pk, by=operator, at=now)
    assert "every 10s" not in family.get(part).content.decode()
    assert log_in(story.elder(story.person())).get(part).status_code == 404


def test_tell_who_came_to_see_them(person_id, address, daughter) -> None:
    visitor, family = story.actor("visitor", "居委会小测", area=story.TOWN), log_in(daughter)
    assert "谁来看望过" not in family.get(address).content.decode()
    WelfareVisit.objects.create(person_id=person_id, area=f"{story.TOWN}001", on=timezone.localdate(), way="phone",
                                outcome="met", is_counted=True, findings=["low"], note="老伴刚走", key="k",
                                by_id=visitor.user_id, by_name="居委会小测", at=timezone.now())  # fmt: skip
    page = family.get(address).content.decode()
    assert ("打电话，说上话了" in page, "居委会小测" in page) == (True, True)
    assert "老伴刚走" not in page


def test_let_a_relative_choose_how_they_are_told(person_id, address, daughter) -> None:
    family = log_in(daughter)
    assert family.post(address, {"ways": ["sms"]}).status_code == 422  # a message needs a telephone
    assert family.post(address, {"ways": ["application", "phone"], "phone": "13900001111"}).status_code == 302
    alarm, now = call(person_id, at=timezone.now()), timezone.now()
    for seconds in range(0, 300, 30):
        run_timers(at=now + timedelta(seconds=seconds), worker="甲")
    told = Notice.objects.get(user_id=daughter.user_id, text__contains="您家老人")
    assert told.link == address
    step = alarm.steps.filter(verb="tell", data__who="family").get()
    assert (step.data["told"], step.data["by_phone"]) == (1, 1)
    assert family.post(address, {"ways": ["application"]}).status_code == 302
    [own] = Contact.objects.filter(ended_at=None)
    assert (own.ways, own.phone, own.consented_on) == (["application"], "13900001111", timezone.localdate())
    assert family.post(address, {}).status_code == 302  # not at all
    assert not Contact.objects.filter(ended_at=None).exists()
    assert Contact.objects.count() == 2


def test_let_the_older_person_take_it_back(person_id, address) -> None:
    given = Relative("测侄", "侄子", ("phone",), timezone.localdate(), phone="13900002222")
    row = add_contact(person_id, given, by=story.clerk(), at=timezone.now())
    client = log_in(story.elder(person_id))
    assert "测侄" in client.get(address).content.decode()
    ending = reverse("elder:contact_end", args=[person_id, row.pk])
    assert log_in(story.elder(story.person())).post(ending).status_code == 404
    assert client.post(ending).url == address
    assert client.post(ending).status_code == 404
    assert "测侄" not in client.get(address).content.decode()


def test_show_and_keep_nothing_without_a_mandate(address, daughter) -> None:
    client = log_in(daughter)
    assert client.get(address).status_code == 200
    row = Mandate.objects.get()
    revoke_mandate(mandate_id=row.pk, reason="测试", by=story.elder(row.person_id), at=timezone.now())
    assert client.get(address).status_code == 404
    assert client.post(address, {"ways": ["application"]}).status_code == 404
