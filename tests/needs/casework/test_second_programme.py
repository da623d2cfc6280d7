"""A second programme that can be applied for: a procedure and a programme in YAML, and no code."""

import shutil
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import reverse

from yinling.gateways.policy.programmes import forget_programmes
from yinling.gateways.policy.reading import forget
from yinling.gateways.policy.root import policy_root
from yinling.needs.casework import actions
from yinling.needs.casework.domain.refusals import NotPossibleNow
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.queries import procedure as told

from .conftest import START


@pytest.fixture
def bathroom(tmp_path, monkeypatch):
    """The deployed pack with a second programme and its own limits."""
    root = tmp_path / "policy"
    shutil.copytree(policy_root(), root)
    pack = root / "qingpu-2021"
    for folder, name in (("programmes", "home_adaptation_subsidy"), ("procedures", "home_adaptation")):
        text = (pack / folder / f"{name}.yaml").read_text(encoding="utf-8")
        text = text.replace("home_adaptation_subsidy", "bathroom").replace("id: home_adaptation\n", "id: bathroom\n")
        text = text.replace("name: 居家环境适老化改造补贴", "name: 卫生间改造补贴").replace("days: 5", "days: 9", 1)
        (pack / folder / "bathroom.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("YINLING_POLICY", str(root))
    forget(), forget_programmes()
    yield "bathroom"
    forget(), forget_programmes()


def test_know_what_can_be_applied_for(bathroom):
    assert told.programmes_open() == [
        ("bathroom", "卫生间改造补贴"),
        ("home_adaptation_subsidy", "居家环境适老化改造补贴"),
    ]
    waits = SimpleNamespace(state=State.SUBMITTED)
    assert told.limit_for(waits.state, "bathroom").days == 9
    assert told.limit_for(waits.state, "home_adaptation_subsidy").days == 5
    with pytest.raises(NotPossibleNow):
        told.procedure("nothing")


def test_open_a_case_of_each_for_one_person(bathroom, elder, person):
    first = actions.start_draft(person_id=person.pk, programme=bathroom, by=elder, at=START)
    second = actions.start_draft(person_id=person.pk, programme="home_adaptation_subsidy", by=elder, at=START)
    again = actions.start_draft(person_id=person.pk, programme=bathroom, by=elder, at=START)
    assert (first.programme, second.programme, again.pk) == (bathroom, "home_adaptation_subsidy", first.pk)
    assert first.clock_from == date(2021, 6, 7)
    with pytest.raises(NotPossibleNow):
        actions.start_draft(person_id=person.pk, programme="nothing", by=elder, at=START)


def test_offer_a_button_for_each(bathroom, client, elder, person, settings):
    settings.STAFF_CODE_REQUIRED = False
    client.force_login(apps.get_model("access.User").objects.get(pk=elder.user_id))
    text = client.get(reverse("elder:apply")).content.decode()
    assert "开始填写：卫生间改造补贴" in text
    assert 'value="home_adaptation_subsidy"' in text
