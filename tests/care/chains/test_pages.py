"""The bureau's pages: a draft written link by link, faults beside their fields, published, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.care import story
from tests.signing_in import log_in
from yinling.care.chains import queries
from yinling.care.chains.models import Version
from yinling.care.chains.web.forms import DraftForms

pytestmark = pytest.mark.django_db
DRAFT = reverse("chains:draft", args=["urgent"])


@pytest.fixture
def client_(bureau):
    return log_in(bureau)


def typed(**changed: str) -> dict[str, str]:
    """The form as the page shows it, with some fields typed over."""
    forms = DraftForms(Version.objects.get(state="draft"))
    data = {"links": str(len(forms.links))}
    for form in [*forms.links, forms.whole]:
        data |= {form.add_prefix(name): str("" if (value := form[name].value()) is None else value)
                 for name in form.fields}  # fmt: skip
    return data | changed


def test_writes_a_version_link_by_link_and_publishes_it(client_) -> None:
    assert client_.get(DRAFT).status_code == 404
    page = client_.get(reverse("chains:list")).content.decode()
    assert "呼叫中心 → 服务站 → 居村委会 → 家属 → 120" in page
    assert client_.post(reverse("chains:start", args=["urgent"])).url == DRAFT
    assert "和正在执行的版本一样" in client_.get(DRAFT).content.decode()
    for wish, place in (("up-3", ""), ("drop-4", ""), ("add", "#link-5")):
        assert client_.post(DRAFT, typed(do=wish)).url == DRAFT + place
    assert "第 3 环：家属，等 60 秒" in client_.get(DRAFT).content.decode()
    who = [step["who"] for step in Version.objects.get().body["steps"]]
    assert who == ["desk", "station", "family", "community", "desk"]
    assert "家属移到第 3 环" in client_.get(DRAFT).content.decode()
    refused = client_.post(DRAFT, typed(do="publish"), follow=True).content.decode()
    assert "请写明为什么修改" in refused
    done = client_.post(DRAFT, typed(do="publish", reason="家属先于居村委会"), follow=True).content.decode()
    assert "新版本已发布" in done
    assert "家属先于居村委会" in done
    assert queries.written("critical", at=timezone.now())["version"] == 2


def test_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(client_) -> None:
    client_.post(reverse("chains:start", args=["urgent"]))
    answer = client_.post(DRAFT, typed(do="publish", reason="试", **{"link-1-wait_seconds": "马上", "sent": "1"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 环：“上一步之后等多少秒”应是整数，现在是“马上”" in page
    assert 'value="马上"' in page
    assert "“sent”不能小于10" not in page.replace("“派人以后多少秒没有到场”不能小于10", "")
    assert "还不能发布" in client_.get(DRAFT).content.decode()
    wrong = client_.post(DRAFT, typed(do="save", in_force_from="下星期"))
    assert wrong.status_code == 422
    assert client_.post(reverse("chains:discard", args=["urgent"])).status_code == 302
    assert client_.get(DRAFT).status_code == 404


def test_takes_a_planned_version_back(client_) -> None:
    client_.post(reverse("chains:start", args=["ticket"]))
    begins = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("chains:draft", args=["ticket"])
    client_.post(address, typed(do="publish", reason="节假日", in_force_from=begins, end_repeat_seconds="3600"))
    version = Version.objects.get()
    page = client_.get(reverse("chains:chain", args=["ticket"])).content.decode()
    assert "待执行" in page
    assert "走完还没有人受理，再提醒：1 天 → 1 小时" in page
    assert client_.post(reverse("chains:withdraw", args=[version.pk])).url == reverse("chains:chain", args=["ticket"])
    version.refresh_from_db()
    assert version.state == "withdrawn"
    assert client_.post(reverse("chains:withdraw", args=[version.pk + 1])).status_code == 404


def test_shows_nothing_to_others() -> None:
    for who in (story.clerk(), story.actor("call_operator", area=story.DISTRICT)):
        assert log_in(who).get(reverse("chains:list")).status_code == 403
