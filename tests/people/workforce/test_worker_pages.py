"""Pages of the workforce, without scripts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.people.workforce.conftest import DISTRICT, number_of
from yinling.kernel.dates import day_of
from yinling.people.workforce import actions
from yinling.people.workforce.models import Absence, Worker


@pytest.fixture
def office(desk, operators):
    return desk("care_provider", organisation_id=operators[0].pk)


def test_enter_a_worker_with_all_that_is_needed_to_be_sent(office) -> None:
    given = {"name": "王秀英", "id_number": number_of(1), "phone": "139 1234 5678", "occupation": "caregiver",
             "is_full_time": "on", "area": "310118001001", "transport": "ebike", "languages": "普通话、上海话",
             "employed_from": "2024-01-01"}  # fmt: skip
    assert office.post(reverse("workforce:new"), given).status_code == 302
    worker = Worker.objects.get()
    page = worker.get_absolute_url()
    assert "没有登记健康证明" in office.get(page).content.decode()
    certificate = {"kind": "health", "issued_on": "2026-01-01", "valid_until": "2099-12-31"}
    office.post(reverse("workforce:certificate", args=[worker.pk]), certificate)
    office.post(reverse("workforce:skills", args=[worker.pk]), {"skills": ["bathing"]})
    office.post(reverse("workforce:hours", args=[worker.pk]), {"valid_from": "2024-01-01", "day_0": "08:00-12:00"})
    text = office.get(page).content.decode()
    assert "没有登记健康证明" not in text
    assert "08:00-12:00" in text
    assert number_of(1) not in text
    assert "13912345678" not in text
    assert (worker.languages, worker.gender) == (["普通话", "上海话"], "female")


def test_say_beside_the_field_what_is_refused(office, employ) -> None:
    worker = employ(1)
    answer = office.post(reverse("workforce:hours", args=[worker.pk]), {"valid_from": "2024-01-01", "day_0": "早上"})
    assert answer.status_code == 400
    assert "day_0" in answer.context["form"].errors
    nurse = {"kind": "caregiver", "issued_on": "2026-01-01"}
    answer = office.post(reverse("workforce:certificate", args=[worker.pk]), nurse)
    assert "level" in answer.context["form"].errors


def test_correct_leave_and_withdraw(office, employ) -> None:
    worker = employ(1)
    address = reverse("workforce:change", args=[worker.pk])
    form = office.get(address).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    given |= {"name": "新名字", "reason": "写错了", "employed_from": "2020-01-01"}
    assert office.post(address, given).status_code == 302
    worker.refresh_from_db()
    assert (worker.name, worker.phone) == ("新名字", "13900000000")
    certificate = worker.qualifications.get()
    office.post(reverse("workforce:withdrawal", args=[certificate.pk]), {"reason": "录错"})
    certificate.refresh_from_db()
    assert certificate.withdrawn_at is not None
    office.post(reverse("workforce:leaving", args=[worker.pk]), {"until": "2026-03-01", "reason": "回乡"})
    worker.refresh_from_db()
    assert worker.employed_until is not None


def test_record_a_sick_call_for_whole_days_or_hours(office, employ) -> None:
    worker = employ(1)
    address = reverse("workforce:absence", args=[worker.pk])
    office.post(address, {"starts_on": "2026-03-02", "ends_on": "2026-03-03", "reason": "sick"})
    office.post(address, {"starts_on": "2026-04-02", "starts_at": "07:30", "ends_on": "2026-04-02", "ends_at": "12:00",
                          "reason": "sick"})  # fmt: skip
    short, whole = Absence.objects.all()
    assert whole.ends_at - whole.starts_at == timedelta(days=2)
    assert short.ends_at - short.starts_at == timedelta(hours=4, minutes=30)
    office.post(reverse("workforce:absence_withdrawal", args=[whole.pk]))
    whole.refresh_from_db()
    assert whole.withdrawn_at is not None


def test_judge_and_reveal_from_the_desk(desk, employ) -> None:
    worker, browser = employ(1), desk("bureau_reviewer", area=DISTRICT)
    page = worker.get_absolute_url()
    browser.post(f"{page}stars/", {"year": "2025", "stars": "4", "reason": "评定"})
    event = {"kind": "listed", "happened_on": "2026-02-01", "facts": "虚报", "source_document": "认定书"}
    browser.post(f"{page}integrity/", event)
    text = browser.get(page).content.decode()
    assert "4 星" in text
    assert "已列入失信名单" in text
    event_id = worker.integrity_events.get().pk
    browser.post(reverse("workforce:lifting", args=[event_id]), {"reason": "复核"})
    assert "已列入失信名单" not in browser.get(page).content.decode()
    assert number_of(1) in browser.post(f"{page}disclosure/", {"field": "id_number", "reason": "核查"}).content.decode()
    assert browser.post(f"{page}disclosure/", {"field": "id_number", "reason": ""}).status_code == 302
    assert browser.get(reverse("workforce:new")).status_code == 403


def test_filter_the_list_and_show_what_runs_out(desk, employ) -> None:
    browser = desk("bureau_reviewer", area=DISTRICT)
    employ(1, name="甲护理", health_days=-200_0)
    employ(2, name="乙社工", occupation="social_worker", place=1)
    text = browser.get("/workforce/?occupation=social_worker").content.decode()
    assert "乙社工" in text
    assert "甲护理" not in text
    assert "甲护理" in browser.get(f"/workforce/?q={number_of(1)}&state=all&area=310118001&after=x").content.decode()
    assert "甲护理" in browser.get("/workforce/expiring/").content.decode()


def test_hide_people_of_another_provider(office, employ) -> None:
    stranger = employ(1, place=1)
    for name in ("worker", "change", "leaving", "certificate", "skills", "hours", "absence"):
        assert office.get(reverse(f"workforce:{name}", args=[stranger.pk])).status_code == 404
    assert stranger.name not in office.get("/workforce/").content.decode()


def test_warn_the_office_without_naming_the_other_provider(office, employ, desk) -> None:
    mine, _other = employ(1), employ(1, place=1)
    text = office.get(mine.get_absolute_url()).content.decode()
    assert "两家机构" in text
    assert "颐和" not in text


def test_name_the_other_provider_to_the_bureau(desk, employ) -> None:
    mine, _other = employ(1), employ(1, place=1)
    assert "颐和" in desk("bureau_reviewer", area=DISTRICT).get(mine.get_absolute_url()).content.decode()


def test_show_a_carer_their_own_and_take_a_sick_call(client, make_user, employ, operators, by, at, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    mine, other = employ(1), employ(2)
    user = make_user("carer", organisation_id=operators[0].pk)
    client.force_login(user)
    assert client.get("/workforce/me/").status_code == 404
    actions.link_log_in(worker_id=mine.pk, user_id=user.pk, by=by, at=at)
    assert "健康证明" in client.get("/workforce/me/").content.decode()
    sick = {"starts_on": str(day_of(at)), "ends_on": str(day_of(at)), "reason": "sick"}
    assert client.post("/workforce/me/absences/new/", sick).status_code == 302
    client.post(reverse("workforce:own_withdrawal", args=[mine.absences.get().pk]))
    assert mine.absences.get().withdrawn_at is not None
    assert client.get(other.get_absolute_url()).status_code == 403


def test_count_certificates_in_english_as_certificates(office) -> None:
    for address in (reverse("workforce:workers"), reverse("workforce:expiring")):
        text = office.get(address, headers={"accept-language": "en"}).content.decode()
        assert re.search(r'y-stat-value"[^/]*certificates', text)
        assert not re.search(r'y-stat-value"[^/]*beds', text)
