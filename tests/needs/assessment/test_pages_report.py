"""Form A from the phone to the desk, the printed report, and the record as FHIR; every look is logged."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from tests.needs.assessment.conftest import CALM, SCALE, Story, worse
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import AnswersIncomplete
from yinling.portals.desk.assessment.report import identity_of, report_data

pytestmark = pytest.mark.django_db
BASICS = {
    "A.2.1": "与身份证件一致", "A.2.2": "女", "A.2.4": "158.5", "A.2.10": "独居", "A.3.1": "子女", "A.3.2": "金小妹",
    "A.4.1": "高血压病（I10—I15）", "A.4.2": "氨氯地平\t口服\t5毫克\t每天一次",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _open_door(settings):
    settings.STAFF_CODE_REQUIRED = False


@pytest.fixture
def client_of():
    def sign_in(actor):
        client = Client()
        client.force_login(apps.get_model("access.User").objects.get(pk=actor.user_id))
        return client

    return sign_in


@pytest.fixture
def save(assessors, clock):
    def keep(row, version=0, **basics):
        told = {**CALM, "incidents_fall": 2, "incidents_lost": 0}
        told.pop("incidents_30d")
        told |= {"incidents_choking": 0, "incidents_self_harm": 0, "incidents_other": 0}
        sheet = actions.Sheet(f"k{version}", version, worse(30), told, {**BASICS, **basics})
        return actions.save_answers(assessment_id=row.pk, sheet=sheet, by=assessors[0], at=clock.now)

    return keep


@pytest.fixture
def done(story, save):
    row = story.assigned()
    story.signed(row, save(row))
    return row


def reads():
    return [(read.user_name, read.fields) for read in apps.get_model("audit.Read").objects.all()]


def test_offer_what_the_register_knows_and_no_name(new_person, clerk, bureau, assessors, clock, client_of):
    row = Story(new_person(living_alone="是"), clerk, bureau, assessors, clock).assigned()
    form = client_of(assessors[0]).get(f"/field/assessments/{row.pk}/form.json").json()
    items = {item["code"]: item for part in form["parts"] if part["holds"] == "basics" for item in part["items"]}
    assert items["A.1.1"]["given"] == row.number
    assert items["A.1.3"]["given"] == "首次评估"
    assert items["A.2.3"]["given"] == "1939-05-01"
    assert items["A.2.10"]["given"] == "独居"
    assert (items["A.2.1"]["given"], items["A.2.1"]["help"]) == ("", "姓名由登记册带出，不存进手机 · 登记册：金**")
    assert "A.5.11" not in items, "asked once, among what changes the grade"
    assert "金阿婆" not in json.dumps(form, ensure_ascii=False)
    assert ("评估甲", ["sex", "birth_date", "living_alone", "in_institution"]) in reads()


def test_refuse_what_cannot_stand_in_form_a(story, save):
    with pytest.raises(AnswersIncomplete, match="身高"):
        save(story.assigned(), **{"A.2.4": "很高"})


def test_keep_form_a_when_an_older_page_does_not_send_it(story, save, assessors, clock):
    row = story.assigned()
    version = save(row)
    sheet = actions.Sheet("old", version, worse(20), CALM)
    actions.save_answers(assessment_id=row.pk, sheet=sheet, by=assessors[1], at=clock.now)
    assert queries.field_form(row.pk, actor=assessors[0], at=clock.now)["basics"] == BASICS


def test_show_form_a_at_the_desk_and_log_the_look(done, clerk, client_of):
    page = client_of(clerk).get(f"/assessments/{done.pk}/").content.decode()
    for words in ("基本信息（表 A）", "158.5", "金小妹", "药物名称 氨氯地平，服药方法 口服", "2次"):
        assert words in page
    assert ("经办甲", ["assessment.answers", "assessment.basics"]) in reads()


def test_print_the_report_for_those_who_may(done, clerk, bureau, stranger, elder, assessors, client_of):
    url = f"/assessments/{done.pk}/report.pdf"
    for actor in (clerk, bureau):
        answer = client_of(actor).get(url)
        assert answer.content.startswith(b"%PDF")
        assert "no-store" in answer.headers["Cache-Control"]
    assert ("经办甲", ["name", "id_number"]) in reads()
    assert client_of(stranger).get(url).status_code == 404
    for actor in (elder, assessors[0]):
        assert client_of(actor).get(url).status_code == 403


def test_hold_every_form_in_the_report(done, clerk, clock):
    found = queries.assessment_page(done.pk, actor=clerk, at=clock.now)
    record = queries.signed_record(done.pk, actor=clerk, at=clock.now)
    data = report_data(found, record, identity_of(record.person_id, by=clerk, at=clock.now))
    rows = {name: words for part in (*data["basics"], *data["report"]) for name, words in part["rows"]}
    assert rows["A.2.1 姓名"] == "金阿婆；与身份证件一致"
    assert rows["A.2.14.1 近30天跌倒"] == "2次"
    assert rows["A.5.11 昏迷"] == "无"
    assert rows["C.2 总分"] == "60"
    assert rows["C.4 变更依据"] == "近30天内发生两次及以上照护风险事件"
    assert rows["C.5 最终等级"] == "3 级，重度失能"
    assert "评估甲（证书 C0001）" in rows["评估人员签名（两名）和日期"]
    assert len(data["items"]) == 26


def test_give_the_record_as_fhir_to_those_who_may(done, clerk, stranger, elder, client_of):
    answer = client_of(clerk).get(f"/assessments/{done.pk}/fhir.json")
    assert answer.headers["Content-Type"] == "application/fhir+json"
    made = answer.json()
    assert (made["resourceType"], made["id"], made["status"]) == ("QuestionnaireResponse", done.number, "completed")
    assert "金阿婆" not in answer.content.decode()
    assert ("经办甲", ["assessment.answers", "assessment.basics"]) in reads()
    assert client_of(stranger).get(f"/assessments/{done.pk}/fhir.json").status_code == 404
    assert client_of(elder).get(f"/assessments/{done.pk}/fhir.json").status_code == 403
    assert client_of(clerk).get(f"/assessments/scales/{SCALE}/fhir.json").json()["resourceType"] == "Questionnaire"
    assert client_of(clerk).get("/assessments/scales/none/fhir.json").status_code == 404


def test_know_no_record_before_the_result(story, clerk, client_of):
    row = story.assigned()
    for ending in ("report.pdf", "fhir.json"):
        assert client_of(clerk).get(f"/assessments/{row.pk}/{ending}").status_code == 404


def test_write_a_scale_or_an_assessment_to_a_file(done, tmp_path):
    out = tmp_path / "a.json"
    call_command("assessment_fhir", scale=SCALE, out=out, stdout=StringIO())
    assert json.loads(out.read_text())["resourceType"] == "Questionnaire"
    call_command("assessment_fhir", assessment=done.pk, out=out, stdout=StringIO())
    assert json.loads(out.read_text())["id"] == done.number
    assert ("assessment_fhir", ["assessment.answers", "assessment.basics"]) in reads()
    with pytest.raises(CommandError, match="还没有出结果"):
        call_command("assessment_fhir", assessment=done.pk + 1, out=out)
    with pytest.raises(CommandError, match="没有量表"):
        call_command("assessment_fhir", scale="none", out=out)
