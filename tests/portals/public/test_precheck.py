"""The pre-check: answers without log-in, and keeps nothing."""

import logging
import shutil

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.policy.new_pack import PACK
from yinling.gateways.policy.root import policy_root

POLICY = policy_root()
URL = "/public/precheck/"
POOR = {"birth_date": "1938-05-01", "registered_area": "yes", "minimum_living": "yes"}

pytestmark = pytest.mark.django_db


def answers(client, programme="home_adaptation_subsidy", **given):
    """The page, and what one programme answers."""
    response = client.post(URL, given)
    return response, next((each for each in response.context["answers"] if each.programme == programme), None)


def test_grant_with_examples_when_no_cost_is_told(client):
    _, answer = answers(client, **POOR)
    assert answer.outcome == "granted"
    assert answer.is_example
    assert len(answer.shares) == 3
    assert all(sum(fen for _, fen in share.payers) == share.cost_fen for share in answer.shares)


def test_grant_for_the_cost_told(client):
    _, answer = answers(client, **POOR, cost="10,000")
    assert [fen for _, fen in answer.shares[0].payers] == [350_000, 350_000, 300_000]


def test_refuse_who_is_registered_elsewhere_whatever_is_unknown(client):
    _, answer = answers(client, registered_area="no")
    assert answer.outcome == "not_granted"
    assert answer.shares == []


def test_name_the_facts_that_would_matter(client):
    _, answer = answers(client, birth_date="1950-05-01", registered_area="yes", minimum_living="no", low_income="no")
    assert answer.outcome == "missing_facts"
    assert "照护等级" in answer.missing
    assert "老人本人每月收入（元）" not in answer.missing


def test_show_reasons_with_the_place_of_their_clause(client):
    response, answer = answers(client, **POOR)
    assert all(reason["words"] and reason["clause"] for reason in answer.reasons)
    assert "三、实施内容" in response.content.decode()


def test_answer_nothing_to_a_faulty_form(client):
    response, found = answers(client, **POOR, cost="很多")
    assert response.status_code == 422
    assert found is None


def test_keep_nothing(client, caplog):
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        response = client.post(URL, {**POOR, "monthly_income_yuan": "3217"})
    assert not [query for query in queries if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert Session.objects.count() == 0
    assert "sessionid" not in response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "3217" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "1938" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]


@pytest.fixture
def adopted(settings, new_pack):
    """The new pack beside the district's own."""
    shutil.copytree(POLICY / settings.PACK, new_pack.parent / settings.PACK)
    settings.ADOPTED_PACKS = [PACK]


def test_ask_plainly_and_only_what_some_programme_for_people_reads(client, settings, new_pack):
    settings.PACK = PACK
    text = client.get(URL).content.decode()
    for words in ("老人的出生日期", "老年人能力等级", "是不是最低生活保障家庭（低保）？", "是不是低收入家庭？"):
        assert words in text
    for words in ("床位数", "机构所在区划", "在世", "计算日", "账单金额", "改造大约要花", "户口是不是在本区"):
        assert words not in text


def test_answer_every_programme_in_the_order_of_use(client, settings, new_pack):
    settings.PACK = PACK
    response = client.post(URL, {"birth_date": "1930-01-01", "ability_grade": "2", "minimum_living": "yes"})
    found = [(each.programme, each.outcome) for each in response.context["answers"]]
    assert found == [
        ("care_subsidy", "granted"),
        ("milk", "granted"),
        ("hardship_home", "granted"),
        ("visit_bill", "missing_facts"),
    ]
    text = response.content.decode()
    for words in ("赠饮牛奶", "每月 300.00 元（区级财政）", "不用申请", "到街镇服务窗口申请", "征求意见稿", "第二条"):
        assert words in text.replace("\n", "")
    assert "困难家庭补助先算" in text
    assert "登录申请" not in text


def test_tell_that_one_is_entitled_though_the_sum_is_not_published(client, settings, new_pack):
    settings.PACK = PACK
    response, answer = answers(client, "care_subsidy", ability_grade="4", minimum_living="no", low_income="yes")
    assert (answer.outcome, answer.unpublished) == ("entitled", ["重度失能月补贴"])
    assert "给多少，主管部门还没有公布" in response.content.decode()
    _, bill = answers(client, "visit_bill", low_income="yes")
    assert (bill.outcome, bill.missing) == ("entitled", ["账单金额"])


def test_answer_with_adopted_policies_too(client, adopted):
    response, answer = answers(client, "milk", birth_date="1930-01-01")
    assert (answer.outcome, answer.pack, answer.is_draft) == ("granted", PACK, True)
    assert f"/public/programmes/milk/?pack={PACK}" in response.content.decode()
    page = client.get(f"/public/programmes/milk/?pack={PACK}").content.decode()
    for words in ("谁可以享受", "给什么", "赠饮牛奶", "征求意见稿，尚未施行", "不用申请"):
        assert words in page
    assert "怎样申请" not in page
    assert client.get("/public/programmes/milk/").status_code == 404
    assert client.get("/public/programmes/milk/?pack=nowhere").status_code == 404
    listed = client.get("/public/programmes/").content.decode()
    assert "给养老服务机构" in listed
    assert "床位建设补贴" in listed


@pytest.mark.parametrize("given", [{"birth_date": "昨天"}, {"ability_grade": "9"}, {"low_income": "maybe"}])
def test_say_which_answer_means_nothing(client, settings, new_pack, given):
    settings.PACK = PACK
    response = client.post(URL, given)
    assert (response.status_code, response.context["answers"]) == (422, [])
