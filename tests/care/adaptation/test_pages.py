"""Pages of adaptation: what each role sees and may send."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.care.story import DISTRICT, ON, OTHER_TOWN, PNG, actor, clerk, firm, works
from tests.signing_in import log_in
from yinling.care.adaptation.web.panels import job_panel
from yinling.foundation.audit.models import Read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open_door(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STAFF_CODE_REQUIRED = False


def post(who, view, job_id, data=None):
    return log_in(who).post(reverse(view, args=[job_id]), data or {})


def picture():
    return SimpleUploadedFile("照片.png", PNG, content_type="image/png")


def test_lists_show_each_role_its_own_jobs():
    here, there = works().open(), works(OTHER_TOWN, firm("别家")).open()
    for who, seen, unseen in [(here.firm, here, there), (clerk(), here, there), (there.firm, there, here)]:
        page = log_in(who).get(reverse("adaptation:work_list")).content.decode()
        assert seen.case.number in page
        assert unseen.case.number not in page


def test_a_foreign_job_is_not_found_whatever_is_sent():
    told = works().open()
    stranger = works(OTHER_TOWN, firm("别家")).open().firm
    views = ["contact", "survey", "quotes", "contract", "start", "finish"]
    assert log_in(stranger).get(reverse("adaptation:job", args=[told.job.pk])).status_code == 404
    for view in views:
        assert post(stranger, f"adaptation:{view}", told.job.pk, {"reason": "看看"}).status_code == 404
    for view in ["assignment", "agreement", "acceptance", "after_checks"]:
        assert post(clerk(OTHER_TOWN), f"adaptation:{view}", told.job.pk).status_code == 404
    assert told.job.state == "assigned"


def test_contact_is_shown_for_a_reason_and_the_look_is_logged():
    told = works().open()
    url = reverse("adaptation:job", args=[told.job.pk])
    assert "19900000000" not in log_in(told.firm).get(url).content.decode()
    assert "19900000000" not in post(told.firm, "adaptation:contact", told.job.pk).content.decode()
    page = post(told.firm, "adaptation:contact", told.job.pk, {"reason": "预约上门"}).content.decode()
    assert "19900000000" in page
    read = Read.objects.get(subject=f"person:{told.case.person_id}")
    assert (read.user_id, "phone" in read.fields) == (told.firm.user_id, True)


def test_contact_is_closed_when_the_job_is_done():
    told = works().up_to_acceptance().accept()
    assert post(told.firm, "adaptation:contact", told.job.pk, {"reason": "推销"}).status_code == 404


def test_a_survey_is_sent_with_photos():
    told = works().open()
    data = {"surveyed_on": ON, "bathroom_toilet_rail": "severe", "photos": [picture()]}
    assert post(told.firm, "adaptation:survey", told.job.pk, data).status_code == 302
    assert told.job.surveys.get().findings.get().severity == "severe"


def test_a_false_photo_is_refused_in_words():
    told = works().open()
    data = {"surveyed_on": ON, "photos": [SimpleUploadedFile("照片.jpg", b"MZ program")]}
    page = post(told.firm, "adaptation:survey", told.job.pk, data)
    assert "不是 JPEG 或 PNG 照片" in page.content.decode()
    assert told.job.state == "assigned"


def quote_data(**more):
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    rows |= {
        "form-0-package": "basic",
        "form-0-item": "扶手",
        "form-0-quantity": "2",
        "form-0-unit_price_fen": "1,500.50",
    }
    rows |= {"form-1-package": "basic", "form-1-item": "", "form-1-quantity": "1", "form-1-unit_price_fen": ""}
    return {**rows, **more}


def test_a_quote_leaves_empty_lines_out_and_sums_in_fen():
    told = works().open().survey()
    assert post(told.firm, "adaptation:quotes", told.job.pk, quote_data()).status_code == 302
    assert told.job.quotes.get().total_fen == 300_100
    sheet = log_in(told.firm).get(reverse("adaptation:quote", args=[told.job.pk, 1])).content.decode()
    assert "3,001.00 元" in sheet


def test_more_lines_keep_what_was_typed_and_store_nothing():
    told = works().open().survey()
    page = post(told.firm, "adaptation:quotes", told.job.pk, quote_data(more="1")).content.decode()
    assert 'value="1,500.50"' in page
    assert page.count("form-4-item") > 0
    assert not told.job.quotes.exists()


@pytest.mark.parametrize("wrong", [{"form-0-unit_price_fen": "一千"}, {"form-0-quantity": "0"}, {"form-0-item": ""}])
def test_a_wrong_line_is_refused(wrong):
    told = works().open().survey()
    assert post(told.firm, "adaptation:quotes", told.job.pk, quote_data(**wrong)).status_code == 200
    assert not told.job.quotes.exists()


def test_the_older_person_agrees_once():
    told = works().open().survey().quote()
    page = log_in(told.elder).get(reverse("elder:quote", args=[told.job.pk])).content.decode()
    assert "5,000.00 元" in page
    assert "我同意" in page
    for _ in range(2):
        assert post(told.elder, "elder:quote", told.job.pk).status_code == 302
    assert told.job.steps.filter(verb="agree").count() == 1
    assert "您已同意" in log_in(told.elder).get(reverse("elder:quote", args=[told.job.pk])).content.decode()


def test_the_older_person_asks_for_changes_with_words():
    told = works().open().survey().quote()
    assert post(told.elder, "elder:quote_changes", told.job.pk).status_code == 200
    assert told.job.state == "quoted"
    assert post(told.elder, "elder:quote_changes", told.job.pk, {"reason": "太贵"}).status_code == 302
    assert told.job.state == "surveyed"


def test_the_older_person_accepts_or_has_it_mended():
    told = works().up_to_acceptance()
    post(told.elder, "elder:rework", told.job.pk, {"signature_name": "甲某", "remark": "扶手松"})
    assert told.job.state == "working"
    told.finish()
    post(told.elder, "elder:acceptance", told.job.pk, {"signature_name": "甲某"})
    assert told.job.state == "accepted"


def test_nobody_else_opens_an_older_persons_page():
    told = works().open().survey().quote()
    stranger = works(OTHER_TOWN).elder
    assert log_in(stranger).get(reverse("elder:quote", args=[told.job.pk])).status_code == 404
    assert log_in(told.firm).get(reverse("elder:quote", args=[told.job.pk])).status_code == 403


def test_a_clerk_agrees_on_behalf_only_with_a_reason():
    told = works().open().survey().quote()
    assert post(clerk(), "adaptation:agreement", told.job.pk).status_code == 200
    assert told.job.state == "quoted"
    post(clerk(), "adaptation:agreement", told.job.pk, {"reason": "电话同意"})
    assert told.job.state == "waiting_decision"


def test_a_step_sent_twice_is_answered_in_words():
    told = works().open()
    data = {"firm_id": told.provider.pk}
    told.survey().quote()
    page = log_in(clerk()).post(reverse("adaptation:assignment", args=[told.job.pk]), data, follow=True)
    assert "现在不能办理" in page.content.decode()


def test_panels_show_the_works_to_those_who_may_see_them():
    told = works().open().survey().quote()
    assert "5,000.00 元" in job_panel(told.case.pk, clerk())
    assert reverse("elder:quote", args=[told.job.pk]) in job_panel(told.case.pk, told.elder)
    assert job_panel(told.case.pk, clerk(OTHER_TOWN)) == ""
    assert job_panel(told.case.pk, actor("finance_officer", area=DISTRICT)) == ""
