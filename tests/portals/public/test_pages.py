"""Public pages: open to everyone, told in words, searchable."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from yinling.kernel.actor import machine
from yinling.people.providers.actions import SiteDetails, register_site

pytestmark = pytest.mark.django_db
AT = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture
def sites(db):
    call_command("places_load")
    for name, kind, area, status in [
        ("夏阳日间服务中心", "day_care_centre", "310118001", "operating"),
        ("朱家角助餐点", "meal_point", "310118102", "operating"),
        ("已关闭的助餐点", "meal_point", "310118102", "closed"),
    ]:
        details = SiteDetails(name=name, kind=kind, area=area, status=status, since=date(2021, 1, 1))
        register_site(details, by=machine("test"), at=AT)


@pytest.mark.parametrize(
    "path", ["", "programmes/", "programmes/home_adaptation_subsidy/", "precheck/", "facilities/", "notices/"]
)
def test_open_without_log_in(client, path):
    assert client.get(f"/public/{path}").status_code == 200


def test_tell_a_programme_with_clause_and_open_questions(client):
    text = client.get("/public/programmes/home_adaptation_subsidy/").content.decode()
    for words in ("申请时年满60周岁", "每户市级补贴上限", "3,500.00 元", "区级补贴按1比1配套", "未公布"):
        assert words in text


def test_find_no_programme_of_another_name(client):
    assert client.get("/public/programmes/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"town": "310118001"}, ["夏阳日间服务中心"]),
        ({"kind": "meal_point"}, ["朱家角助餐点"]),
        ({"q": "朱家角 助餐"}, ["朱家角助餐点"]),
        ({"q": "关闭"}, []),
        ({"town": "'; drop table"}, []),
    ],
)
def test_find_sites_that_serve(client, sites, query, names):
    response = client.get("/public/facilities/", query)
    assert [site.name for site in response.context["found"]] == names
    assert "朱家角镇 1 处" in response.content.decode()
