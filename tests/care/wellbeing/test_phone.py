"""A visitor's phone: the round it keeps, and what it sends when the network is back."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.care.wellbeing.conftest import listed, resident
from yinling.care.wellbeing.models import Target, WelfareVisit
from yinling.foundation.access.models import User
from yinling.foundation.audit.models import Read

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0 photo \xff\xd9"


@pytest.fixture
def target(assigned):
    """Somebody whom the visitor is to see soon."""
    found = listed(timezone.localdate() - timedelta(days=3), resident())
    Target.objects.filter(pk=found.pk).update(visitor=assigned.user_id, due_on=timezone.localdate())
    return found


@pytest.fixture
def phone(client, assigned):
    """The visitor's browser."""
    client.force_login(User.objects.get(pk=assigned.user_id))
    return client


def item(target, **more):
    """A visit as the phone sends it."""
    said = {"key": str(uuid4()), "kind": "welfare", "visit": target.pk, "said_at": timezone.now().isoformat()}
    return {**said, "findings": ["fine"], "way": "home", "text": "", **more}


def send(phone, *items):
    """The answers."""
    return phone.post(reverse("visitor:records"), {"items": list(items)}, content_type="application/json").json()[
        "items"
    ]


def test_give_the_round_with_its_addresses_once_and_log_each_read(phone, target):
    first = phone.get(reverse("visitor:round_json")).json()
    [stop] = first["stops"]
    assert (stop["id"], stop["number"], "*" in stop["person"]) == (target.pk, 1, True)
    assert stop["address"] is not None
    assert isinstance(first["ground"], list)
    assert {one["id"] for one in first["findings"]} >= {"fine", "not_reached"}
    assert Read.objects.filter(subject=f"person:{target.person_id}").count() == 1
    [again] = phone.get(reverse("visitor:round_json"), {"has": str(target.pk)}).json()["stops"]
    assert (again["address"], again["phone"]) == (None, None)
    assert Read.objects.filter(subject=f"person:{target.person_id}").count() == 1


def test_take_what_was_kept_without_network_once_and_on_its_day(phone, target):
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    kept = item(target, said_at=yesterday, findings=["unwell"], text="膝盖疼", longitude=121.05, latitude=31.1)
    assert send(phone, kept)[0]["outcome"] == "accepted"
    assert send(phone, kept)[0]["outcome"] == "already"
    visit = WelfareVisit.objects.get()
    assert (visit.on, visit.note) == (timezone.localdate() - timedelta(days=1), "膝盖疼")
    assert (visit.longitude, visit.latitude) == (121.05, 31.1)


def test_refuse_one_by_one_with_the_reason(phone, target):
    answers = send(
        phone, item(target, findings=["fine", "unwell"]), item(target, findings="fine"), item(target, way="letter"),
        item(target, visit=10**9), item(target, key="x" * 60), item(target, picture="no"), "strange", item(target),
    )  # fmt: skip
    assert [answer["outcome"] for answer in answers] == ["refused"] * 7 + ["accepted"]
    assert "不能和别的" in answers[0]["reason"]
    assert all(answer["reason"] for answer in answers[:7])
    assert WelfareVisit.objects.count() == 1


def test_keep_the_photograph(phone, target):
    assert send(phone, item(target, picture=base64.b64encode(JPEG).decode()))[0]["outcome"] == "accepted"
    assert WelfareVisit.objects.get().photo_id


def test_open_an_empty_shell_and_refuse_what_is_no_list(phone, target):
    page = phone.get(reverse("visitor:phone")).content.decode()
    assert "-round" in page
    assert "**" not in page
    assert phone.post(reverse("visitor:records"), {"items": []}, content_type="application/json").status_code == 400
